from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "hipapp.core"
    label = "core"

    def ready(self) -> None:
        from django.utils.translation import get_language, gettext, ngettext

        from hipapp.core import speech

        speech.use(gettext, ngettext, get_language)
        post_migrate.connect(_make_cache_table, sender=self)


def _make_cache_table(using: str, **kwargs: Any) -> None:
    """The cache's table comes with the others, so that `migrate` is all that a database needs. Twice is once."""
    call_command("createcachetable", database=using, verbosity=0)
