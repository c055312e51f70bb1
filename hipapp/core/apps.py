from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "hipapp.core"
    label = "core"

    def ready(self) -> None:
        from django.utils.translation import gettext, ngettext

        from hipapp.core import speech

        speech.use(gettext, ngettext)
