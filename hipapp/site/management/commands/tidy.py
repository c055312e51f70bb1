import sys
from typing import Any

from django.core.management.base import BaseCommand

from hipapp.core.database import why_unreachable
from hipapp.site.tidy import tidy


class Command(BaseCommand):
    help = "Remove expired sign-ins and guests whom no browser knows any more. For a daily timer."

    requires_system_checks = []  # some of them ask the database

    def handle(self, *args: Any, **options: Any) -> None:
        if why := why_unreachable():
            sys.exit(why)
        self.stdout.write(str(tidy()))
