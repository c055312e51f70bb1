import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from journal.demo import EMAIL, WEEKS, make_demo


class Command(BaseCommand):
    help = "Add one clearly labelled example account with weeks of made-up journal, and print how to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        password = secrets.token_urlsafe(9)
        make_demo(password)
        self.stdout.write(f"Example account with {WEEKS} weeks of made-up journal:")
        self.stdout.write(f"  {settings.SITE_URL}/account/login/")
        self.stdout.write(f"  e-mail    {EMAIL}")
        self.stdout.write(f"  password  {password}")
