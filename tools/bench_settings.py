"""hipapp's settings plus one bare view to measure against."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from hipapp.settings import *  # noqa: F403


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), path("", include("hipapp.site.urls"))]
ROOT_URLCONF = "tools.bench_settings"


def application(environ: object, start_response: object) -> object:
    """Made on first use, so that importing these settings starts nothing."""
    from hipapp.site.wsgi import application as app

    return app(environ, start_response)
