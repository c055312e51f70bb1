"""Break the safety gate in many small ways, one at a time, and see that the audit or a test turns red each time.

    python -m tools.safety_mutations          all of them, and docs/safety-mutations.md written anew (about an hour)
    python -m tools.safety_mutations cells    only those; also: rules, ways

Cells and rules are broken in memory; ways, and rules that the audit does not see, in a copy of the working tree.
"""

import ast
import copy
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from queue import Queue
from typing import Any

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()

import yaml

from hipapp.core.enums import Rung, Verdict
from poses.content.loader import shipped
from poses.library.catalogue import Catalogue
from poses.safety import gate
from poses.safety.audit import grid
from poses.safety.audit.naive import Table, read_table
from poses.safety.facts import ALWAYS_AT_HAND, RungFacts

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "docs" / "safety-mutations.md"
HEAD = """# What was broken on purpose, and what noticed

Written by `python -m tools.safety_mutations`: one change at a time to a copy of the gate, never to the naive reader.
"audit" is what `manage.py safety_audit --quick` compares; otherwise the first test file that turned red is named, those
that know most about the broken file first. A shortened run is part of the slow tests (tests/slow/test_mutations.py).
"""

type Key = tuple[str, Rung]
Judge = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Tried:
    kind: str
    what: str
    by: str  # "" if nothing noticed


# -- cells -------------------------------------------------------------------------------------------------

LOOSER = {Verdict.AVOID: (Verdict.ADAPT, Verdict.FINE), Verdict.ADAPT: (Verdict.FINE,), Verdict.FINE: ()}


def facts() -> dict[Key, RungFacts]:
    return Catalogue(shipped().poses).facts


def agree(judge: Judge, about: Mapping[Key, RungFacts], *, made_up: bool = False) -> bool:
    """Whether a gate and the naive reader say the same of these forms; stops at the first difference."""
    both = grid.Both(judge, about, read_table_once(), shipped().props)
    both = grid.with_made_up(both) if made_up else both
    everything = frozenset(both.props)
    for key, form in both.facts.items():
        for body, flags in grid.cases(form, everything, (), quick=True):
            ours, naive = both.ask(key, body, flags)
            if ours != naive:
                return False
    return True


@cache
def read_table_once() -> Table:
    return read_table()


def cells(every: int = 1) -> Iterator[Tried]:
    """Each cell that is not fine made looser, each need dropped."""
    number = 0
    for key, form in facts().items():
        for condition, cell in form.cells.items():
            changes: list[tuple[str, dict[str, Any]]] = [
                (f"{cell.verdict} → {looser}", {"verdict": looser, **_without_words(looser)})
                for looser in LOOSER[cell.verdict]
            ]
            if set(cell.needs) - ALWAYS_AT_HAND:
                changes.append(("needs dropped", {"needs": ()}))
            if cell.verdict is Verdict.ADAPT:
                changes.append(("other words", {"how": "Do it as you like."}))
            for what, change in changes:
                number += 1
                if number % every:
                    continue
                broken = replace(form, cells={**form.cells, condition: cell.model_copy(update=change)})
                seen = not agree(gate.judge, {key: broken})
                yield Tried(f"cell: {what}", f"{key[0]} {key[1]:d}, {condition}", "audit" if seen else "")


def _without_words(verdict: Verdict) -> dict[str, Any]:
    return {"how": None, "needs": ()} if verdict is Verdict.FINE else {}


# -- rules -------------------------------------------------------------------------------------------------

_FLIPS = {
    ast.GtE: ast.Gt, ast.Gt: ast.GtE, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip
_SOFTER = {"AVOID": "ADAPT", "ADAPT": "FINE"}
THRESHOLDS = (
    ("HURTS_TOO_MUCH = 0.7", "HURTS_TOO_MUCH = 0.8"),
    ("COUNTS_AS = 0.3", "COUNTS_AS = 0.4"),
    ("weeks=4", "weeks=5"),
)
RULES = ("poses/safety/gate.py", "poses/safety/red_flags.py")


@dataclass(frozen=True, slots=True)
class Mutant:
    kind: str
    what: str
    file: str
    source: str


def rules() -> Iterator[Mutant]:
    for file in RULES:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        for function in (n for n in tree.body if isinstance(n, ast.FunctionDef)):
            for index, node in enumerate(ast.walk(function)):
                for kind, change in _changes(node):
                    broken = copy.deepcopy(tree)
                    twin = next(
                        f for f in broken.body if isinstance(f, ast.FunctionDef) and f.name == function.name
                    )
                    before = ast.unparse(node).splitlines()[0]
                    change(list(ast.walk(twin))[index])
                    yield Mutant(
                        kind,
                        f"{function.name}: `{before[:90]}`",
                        file,
                        ast.unparse(ast.fix_missing_locations(broken)),
                    )
        for constant, other in THRESHOLDS:
            source = (ROOT / file).read_text(encoding="utf-8")
            if constant in source:
                yield Mutant(
                    "rule: threshold", f"`{constant}` → `{other}`", file, source.replace(constant, other)
                )


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], None]]]:
    """What can be done to this kind of node, each as a function that does it to its twin."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield):
        yield "rule: yield removed", lambda n: setattr(n, "value", ast.Constant(None))
    if isinstance(node, ast.If):
        yield "rule: if never", lambda n: setattr(n, "test", ast.Constant(False))
        yield "rule: if always", lambda n: setattr(n, "test", ast.Constant(True))
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _FLIPS:
        yield "rule: comparison", lambda n: n.ops.__setitem__(0, _FLIPS[type(n.ops[0])]())
    if isinstance(node, ast.BoolOp):
        for place in range(len(node.values)):
            yield "rule: part of a condition dropped", lambda n, at=place: n.values.pop(at)  # type: ignore[misc]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "rule: not removed", _without_not
    if (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Verdict"
        and node.attr in _SOFTER
    ):
        yield "rule: verdict softer", lambda n: setattr(n, "attr", _SOFTER[n.attr])
    if isinstance(node, ast.Tuple) and all(isinstance(e, ast.Starred) for e in node.elts):
        for place in range(len(node.elts)):
            yield "rule: source of reasons dropped", lambda n, at=place: n.elts.pop(at)  # type: ignore[misc]


def _without_not(node: ast.UnaryOp) -> None:
    """`not x` becomes `+bool(x)`, which is as true as x."""
    node.op, node.operand = ast.UAdd(), ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])


def judge_of(mutant: Mutant) -> Judge | None:
    """The gate with this mutant in place of its own rules; None if it does not even load."""
    names: dict[str, Any] = {"__name__": "mutant"}
    try:
        exec(compile(mutant.source, mutant.file, "exec"), names)  # noqa: S102
    except Exception:
        return None
    if mutant.file == RULES[0]:
        return names["judge"]  # type: ignore[no-any-return]

    def judged(*asked: Any) -> Any:
        of_gate = vars(gate)
        own, of_gate["flag_state"] = of_gate["flag_state"], names["flag_state"]
        try:
            return gate.judge(*asked)
        finally:
            of_gate["flag_state"] = own

    return judged


def seen_by_audit(mutant: Mutant, about: Mapping[Key, RungFacts]) -> bool:
    judge = judge_of(mutant)
    if judge is None:
        return True
    try:
        return not agree(judge, about, made_up=True)
    except Exception:
        return True


#: Forms that ask for everything that a rule looks at, so that one run of the grid is short.
def telling() -> dict[Key, RungFacts]:
    found: dict[Key, RungFacts] = {}
    met: set[object] = set()
    for key, form in facts().items():
        asks = {
            *((f, round(v, 1)) for f, v in form.features.items()),
            form.position,
            form.calm,
            form.really,
            form.rung,
        }
        if asks - met:
            found[key] = form
            met |= asks
    return found


# -- ways --------------------------------------------------------------------------------------------------

WAYS = Path(__file__).with_suffix(".yaml")
_FINE = "from hipapp.core.enums import Verdict\nfrom poses.safety.facts import Ruling\n"
#: The tests that know most about a file come first.
FIRST = {
    "poses/routines": (
        "tests/poses/test_edit.py",
        "tests/poses/test_assemble.py",
        "tests/poses/test_routine_pages.py",
    ),
    "poses/body": ("tests/poses/test_body_pages.py", "tests/site/test_people.py"),
    "poses/library": ("tests/poses/test_library_reading.py", "tests/poses/test_library_pages.py"),
    "poses/safety": ("tests/poses/test_gate.py",),
    "journal": (
        "tests/journal/test_script.py",
        "tests/journal/test_pages.py",
        "tests/journal/test_records.py",
    ),
    "hipapp/site": ("tests/site/test_people.py", "tests/site/test_rooms.py"),
}
#: Then those that look at the gate from all sides, then all others.
ROUND_ABOUT = ("tests/site/test_ways_in.py", "tests/poses/test_gate.py", "tests/journal/test_safety_audit.py")
OTHERS = ("tests/poses", "tests/journal", "tests/site")
MACHINE = "tests/slow/test_people.py"
#: Only says whether the list fits the code, so it would notice everything.
FITS = "tests/site/test_mutation_list.py"


def ways() -> Iterator[Mutant]:
    for way in yaml.safe_load(WAYS.read_text(encoding="utf-8")):
        file, old, new = way["file"], way["was"], way["now"]
        source = (ROOT / file).read_text(encoding="utf-8")
        if source.count(old) < 1:
            raise SystemExit(f"{file} has no {old!r} any more; bring the list up to date")
        broken = source.replace(old, new, 1)
        if "Ruling(Verdict.FINE)" in new:
            broken = broken.replace("\nfrom ", f"\n{_FINE}from ", 1)
        yield Mutant("way", f"{file}: {_told(old)} → {_told(new)}", file, broken)


def _told(code: str) -> str:
    text = " ".join(code.split())
    return f"`{text[:80]}{'…' if len(text) > 80 else ''}`" if text else "nothing"


class Copy:
    """A copy of the working tree in which one file at a time is broken; it has to be green before."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="mutants-"))
        git = shutil.which("git") or "git"
        names = subprocess.run(  # noqa: S603
            [git, "-C", str(ROOT), "ls-files", "-z"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\0")
        for name in filter(None, names):
            target = self.root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)

    def must_be_green(self) -> None:
        if red := self._red(list(OTHERS)):
            raise SystemExit(f"{red} is red before anything is broken")

    def noticed(self, mutant: Mutant) -> str:
        """The test file that turned red first, that of the kept list before all others; empty if none did."""
        file = self.root / mutant.file
        whole = file.read_text(encoding="utf-8")
        file.write_text(mutant.source, encoding="utf-8")
        first = next((tests for folder, tests in FIRST.items() if mutant.file.startswith(folder)), ())
        try:
            known = noticed_before().get((mutant.kind, mutant.what))
            own = [*first, *(t for t in ROUND_ABOUT if t not in first)]
            tries = ([known] if known else [], own, list(OTHERS), [MACHINE])
            return next((red for tests in tries if tests and (red := self._red(tests))), "")
        finally:
            file.write_text(whole, encoding="utf-8")

    def _red(self, tests: list[str]) -> str:
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            "-m",
            "not browser",
            f"--ignore={FITS}",
            *tests,
        ]
        env = {**os.environ, "HIPAPP_DATA_DIR": str(self.root / "data"), "HIPAPP_STEPS": "1500"}
        ran = subprocess.run(command, cwd=self.root, env=env, capture_output=True, text=True, check=False)  # noqa: S603
        if ran.returncode < 0:
            raise SystemExit(
                f"pytest was ended by signal {-ran.returncode}: nothing can be said of this change"
            )
        if ran.returncode == 0:
            return ""
        named = re.search(r"^(?:FAILED|ERROR) (\S+?\.py)", ran.stdout, re.MULTILINE)
        return named.group(1) if named else "does not start"


@cache
def noticed_before() -> dict[tuple[str, str], str]:
    """By kind and change, the test file that noticed it when the list was written; a first try, no more."""
    text = LIST.read_text(encoding="utf-8") if LIST.exists() else ""
    lines = re.findall(r"^\| (\S[^|]*?) \| (.+) \| (tests/\S+\.py) \|$", text, re.MULTILINE)
    return {(kind, what.replace("\\|", "|")): by for kind, what, by in lines if (ROOT / by).exists()}


def by_tests(mutants: list[Mutant]) -> list[str]:
    """What notices each, in a copy of the tree for each core."""
    copies = [Copy() for _ in range(os.cpu_count() or 1)]
    copies[0].must_be_green()
    free: Queue[Copy] = Queue()
    for copy_ in copies:
        free.put(copy_)

    def noticed(mutant: Mutant) -> str:
        tree = free.get()
        try:
            by = tree.noticed(mutant)
        finally:
            free.put(tree)
        print(by or "NOT NOTICED", mutant.kind, mutant.what, sep=" | ", flush=True)  # noqa: T201
        return by

    try:
        with ThreadPoolExecutor(len(copies)) as pool:
            return list(pool.map(noticed, mutants))
    finally:
        for copy_ in copies:
            shutil.rmtree(copy_.root, ignore_errors=True)


# -- the list ----------------------------------------------------------------------------------------------


def try_cells() -> list[Tried]:
    return list(cells())


def try_rules() -> list[Tried]:
    about, mutants = telling(), list(rules())
    unseen = [m for m in mutants if not seen_by_audit(m, about)]
    by = dict(zip(map(id, unseen), by_tests(unseen), strict=True))
    return [Tried(m.kind, m.what, by.get(id(m), "audit")) for m in mutants]


def try_ways() -> list[Tried]:
    mutants = list(ways())
    return [Tried(m.kind, m.what, by) for m, by in zip(mutants, by_tests(mutants), strict=True)]


def table(found: list[Tried]) -> str:
    """Cells by kind and condition with their number, everything else line by line."""
    flips = Counter((t.kind, t.what.rpartition(", ")[2], t.by) for t in found if t.kind.startswith("cell"))
    lines = ["| kind | what | noticed by |", "|---|---|---|"]
    lines += [
        f"| {kind} | {n} forms, {condition} | {by or '**nothing**'} |"
        for (kind, condition, by), n in sorted(flips.items())
    ]
    lines += [
        f"| {t.kind} | {t.what.replace('|', chr(92) + '|')} | {t.by or '**nothing**'} |"
        for t in found
        if not t.kind.startswith("cell")
    ]
    by = ", ".join(f"{n} by {who or 'nothing'}" for who, n in Counter(t.by for t in found).most_common())
    return f"\n{len(found)} changes: {by}.\n\n" + "\n".join(lines) + "\n"


def main(asked: list[str]) -> int:
    parts = {"cells": try_cells, "rules": try_rules, "ways": try_ways}
    found = [t for name in asked or parts for t in parts[name]()]
    text = HEAD + table(found)
    if asked:
        print(text)  # noqa: T201
    else:
        LIST.write_text(text, encoding="utf-8")
    print(f"{len(found)} tried, {sum(not t.by for t in found)} not noticed")  # noqa: T201
    return int(any(not t.by for t in found))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
