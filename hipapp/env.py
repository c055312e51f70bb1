"""What a self-hoster can set, typed, with a clear failure for a bad value. Documented in docs/self-hosting.md."""

import secrets
import sys
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import dj_database_url
from pydantic import Field, HttpUrl, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

BASE_DIR = Path(__file__).resolve().parent.parent

_ENCODE = "in the password write # as %23, / as %2F, ? as %3F, @ as %40, : as %3A"


class Environment(BaseSettings):
    """Read from variables that begin with `HIPAPP_` (and `DATABASE_URL`)."""

    model_config = SettingsConfigDict(env_prefix="HIPAPP_", extra="ignore")

    #: Where people reach the site; https switches on secure cookies, HSTS and the redirect from http.
    url: HttpUrl = HttpUrl("http://localhost:8000")
    #: Further host names, comma-separated ("192.168.1.20" to reach it from a phone at home).
    allowed_hosts: Annotated[list[str], NoDecode] = []
    #: Where the database file, the secret key and collected static files live.
    data_dir: Path = BASE_DIR / "var"
    secret_key: str = ""
    debug: bool = False
    #: True if a proxy in front sets X-Forwarded-Proto (and removes the one that clients send).
    behind_proxy: bool = False
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    #: A guest who has not come for so long is forgotten, by their browser and by us. Browsers keep nothing for longer
    #: than 400 days, and a visit counts once a week.
    guest_days: Annotated[int, Field(ge=14, le=400)] = 400
    smtp_host: str = ""
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    mail_from: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        return [h.strip() for h in value.split(",") if h.strip()] if isinstance(value, str) else value

    @field_validator("url")
    @classmethod
    def _only_a_host(cls, value: HttpUrl) -> HttpUrl:
        if value.path not in (None, "", "/") or value.query:
            raise ValueError("an address without a path: hipapp lives at the root of its host")
        return value

    @field_validator("allowed_hosts")
    @classmethod
    def _only_hosts(cls, value: list[str]) -> list[str]:
        if any("/" in host or (":" in host and not host.endswith("]")) for host in value):
            raise ValueError("host names or addresses only, without http:// and without a port")
        return value

    @field_validator("data_dir", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return value or BASE_DIR / "var"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value:
            return value
        if not value.startswith(("postgres://", "postgresql://", "sqlite:///")):
            raise ValueError("an address that begins with postgresql:// or sqlite:///")
        try:
            name = str(dj_database_url.parse(value)["NAME"])
        except ValueError:
            raise ValueError(f"can't be read as an address; {_ENCODE}") from None
        if name in ("", ":memory:"):
            raise ValueError(
                "names no database: postgresql://user:password@host/name, sqlite:////folder/file"
            )
        if "@" in name and not value.startswith("sqlite"):
            raise ValueError(f"is read as if the password were part of the name; {_ENCODE}")
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value) < 50:
            raise ValueError("must have at least 50 characters; leave it out to have one made and kept")
        return value

    @property
    def https(self) -> bool:
        return self.url.scheme == "https"

    @property
    def hosts(self) -> list[str]:
        local = ["localhost", "127.0.0.1", "[::1]"]
        return list(dict.fromkeys([self.url.host or "localhost", *local, *self.allowed_hosts]))

    @property
    def origin(self) -> str:
        parts = urlsplit(str(self.url))
        return f"{parts.scheme}://{parts.netloc}"

    def key(self) -> str:
        """The secret key: the given one, or one made on first run and kept in a file only we can read."""
        return self.secret_key or _kept_key(self.data_dir / "secret_key")


def read_environment() -> Environment:
    """The variables, or a line for each bad one (never with its value, which may be a password) and the end."""
    try:
        return Environment()
    except ValidationError as error:
        for item in error.errors():
            name = str(item["loc"][0])
            variable = name.upper() if name == "DATABASE_URL" else f"HIPAPP_{name.upper()}"
            sys.stderr.write(f"{variable}: {item['msg'].removeprefix('Value error, ')}\n")
        raise SystemExit(2) from None


def _kept_key(path: Path) -> str:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    except OSError as error:
        raise SystemExit(f"HIPAPP_DATA_DIR: {path.parent} can't be written to ({error.strerror})") from None
    key = path.read_text(encoding="ascii", errors="ignore").strip()
    if len(key) < 50:
        raise SystemExit(f"{path} is not a secret key; remove it to have a new one made")
    return key
