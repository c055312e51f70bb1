"""Hold the safety gate against a second, naive reader of the same table, and lead careful people down every way."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from journal import audit
from poses.content.loader import load
from poses.library.catalogue import Catalogue
from poses.safety import gate
from poses.safety.audit import grid
from poses.safety.audit.naive import read_table

MOST_SHOWN = 20
LARGEST = 8


class Command(BaseCommand):
    help = "Compares the gate with a naive reader of the content, and looks for a way by which anything gets past it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quick", action="store_true", help="fewer variations, pairs and people")

    def handle(self, *args: Any, **options: Any) -> None:
        quick = options["quick"]
        content = load()
        catalogue, table = Catalogue(content.poses, rules_version=content.rules_version), read_table()
        self.stdout.write(
            f"Rules {content.rules_version}: {len(content.poses)} poses, {len(catalogue.facts)} forms"
        )
        both = grid.Both(gate.judge, catalogue.facts, table, content.props)
        cells = grid.walk(both, quick=quick, said=self.stdout.write)
        self._say_cells(cells)
        paths = audit.walk(audit.Audit(content, catalogue, table), quick=quick, said=self.stdout.write)
        self._say_paths(paths)
        wrong = [*map(str, cells.differences), *paths.leaks]
        for line in wrong[:MOST_SHOWN]:
            self.stderr.write(line)
        if wrong:
            raise CommandError(f"{len(cells.differences)} differences and {len(paths.leaks)} leaks")
        self.stdout.write(self.style.SUCCESS("0 differences, 0 leaks"))

    def _say_cells(self, found: grid.Report) -> None:
        verdicts = ", ".join(f"{found.cells[v]} {v}" for v in ("fine", "adapt", "avoid"))
        self.stdout.write(f"Cells: {found.cells.total()} ({verdicts}), {found.pairs} pairs of conditions")
        self.stdout.write(f"Answers compared: {found.asked}, differences: {len(found.differences)}")
        for what, largest in (("Conditions", found.avoided), ("Poses", found.avoided_poses)):
            named = ", ".join(f"{name} {n}" for name, n in largest.most_common(LARGEST))
            self.stdout.write(f"{what} with most avoid: {named}")

    def _say_paths(self, found: audit.Paths) -> None:
        self.stdout.write(
            f"Ways: {len(found.reached)}, {found.people} people, {found.reached.total()} forms reached"
        )
        for way, number in found.reached.most_common():
            self.stdout.write(f"{number:>8} {way}")
        self.stdout.write(f"Leaks: {len(found.leaks)}")
