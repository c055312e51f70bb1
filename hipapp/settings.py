"""Django's settings. What a self-hoster may change comes from `hipapp.env`, and from nowhere else."""

from typing import Any

import dj_database_url
from django.utils.csp import CSP

from hipapp.env import BASE_DIR, read_environment

env = read_environment()

SECRET_KEY = env.key()
DEBUG = env.debug
ALLOWED_HOSTS = env.hosts
CSRF_TRUSTED_ORIGINS = [env.origin]
SITE_URL = env.origin
ROOT_URLCONF = "hipapp.site.urls"
WSGI_APPLICATION = "hipapp.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "hipapp.core",
    "poses",
    "journal",
    "hipapp.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hipapp.core.middleware.WaitingGuestMiddleware",
    "hipapp.core.middleware.TimeZoneMiddleware",
    "hipapp.core.middleware.PrivateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hipapp.core.middleware.WholePageMiddleware",  # the others set cookies on what it answers
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hipapp.site.context.navigation",
            ],
        },
    }
]

# -- database ---------------------------------------------------------------------------------------------------

DATABASES: dict[str, Any] = {
    "default": dict(dj_database_url.parse(env.database_url or f"sqlite:///{env.data_dir / 'hipapp.sqlite3'}"))
}
_options: dict[str, Any]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # With the defaults most writes fail under concurrent writers; see docs/decisions.md.
    _options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    _options = {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["OPTIONS"] = {**DATABASES["default"].get("OPTIONS", {}), **_options}

# In the database, so that all server processes count tries together (allauth's rate limits). It holds nothing else.
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "hipapp_cache",
        "KEY_FUNCTION": "hipapp.core.cache.hidden_key",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # so many that nobody can crowd out the count of their own tries
    }
}

# -- people -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"hipapp.site.passwords.{name}"} for name in ("NotTheAddress", "LongEnough", "NotCommon")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "hipapp.site.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "hipapp.site.account_forms.LoginForm",
    "signup": "hipapp.site.account_forms.SignupForm",
    "change_password": "hipapp.site.account_forms.ChangePasswordForm",
    "reset_password": "hipapp.site.account_forms.ResetPasswordForm",
    "reset_password_from_key": "hipapp.site.account_forms.ResetPasswordKeyForm",
    "reauthenticate": "hipapp.site.account_forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = bool(env.smtp_host)
ACCOUNT_EMAIL_SUBJECT_PREFIX = "hipapp: "
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = True
# A guest may sign in to an account, and take along what they did so far (hipapp.site.merge).
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if env.https else "http"

# A guest is known by this cookie only, and forgotten when it runs out; each week of a visit renews both.
GUEST_DAYS = env.guest_days
SESSION_COOKIE_AGE = 60 * 60 * 24 * GUEST_DAYS
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = env.https

# -- security ---------------------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],  # Bootstrap's form icons are data: images
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_SSL_REDIRECT = env.https
SECURE_REDIRECT_EXEMPT = [r"^healthz/$"]  # a supervisor asks without TLS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if env.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.behind_proxy else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.behind_proxy else 0  # so that tries are counted per client
SECURE_REFERRER_POLICY = "same-origin"
# Browsers heed it over https only, and complain on every page elsewhere.
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if env.https else None
X_FRAME_OPTIONS = "DENY"

# -- mail -------------------------------------------------------------------------------------------------------

HAS_MAIL = bool(env.smtp_host)
MAILERS: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.smtp_host,
            "port": env.smtp_port,
            "username": env.smtp_user,
            "password": env.smtp_password,
            "use_tls": env.smtp_security == "starttls",
            "use_ssl": env.smtp_security == "tls",
            "timeout": 20,
        },
    }
    if HAS_MAIL
    else {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.mail_from or f"hipapp@{env.url.host}"

# -- words, places, time ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_I18N = USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.data_dir / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "hipapp.core.bootstrap.TrimmedBootstrapFinder",
]
STATIC_MADE = env.data_dir / "made"  # files that are made from a package's
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "hipapp.core.static.StaticStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"host_hint": {"()": "hipapp.core.logs.HostHint"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.log_level},
    # Django's request logger writes paths; ours hold nothing personal (random ids, content slugs).
    "loggers": {
        "django": {"level": env.log_level},
        "django.security.DisallowedHost": {"filters": ["host_hint"]},
    },
}
