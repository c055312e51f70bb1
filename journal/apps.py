from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "journal"

    def ready(self) -> None:
        from journal import panels  # noqa: F401 (registers what the journal shows on lower pages)
