import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from hipapp.core.database import why_unreachable
from hipapp.site.tidy import tidy


class Command(BaseCommand):
    help = "Everything that has to be done before serving: database, content, static files. Twice is once."

    requires_system_checks = []  # some of them ask the database

    def handle(self, *args: Any, **options: Any) -> None:
        if why := why_unreachable():
            sys.exit(why)  # one sentence, without a traceback or "CommandError"
        call_command("migrate", verbosity=0, interactive=False)
        call_command("sync_content")
        call_command("collectstatic", verbosity=0, interactive=False)
        if removed := tidy():
            self.stdout.write(str(removed))
