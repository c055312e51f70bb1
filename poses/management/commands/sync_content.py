from typing import Any

from django.core.management.base import BaseCommand, CommandError

from poses.content.loader import ContentError
from poses.library.catalogue import sync


class Command(BaseCommand):
    help = "Bring the database's poses in line with the content files. Safe to run at every start."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = sync()
        except ContentError as error:
            raise CommandError(f"{len(error.errors)} problem(s) in the content:\n{error}") from None
        if report.anything:
            self.stdout.write(
                f"Poses: {report.added} added, {report.changed} changed, {report.retired} retired."
            )
        else:
            self.stdout.write("Poses: nothing changed.")
