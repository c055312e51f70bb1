"""Every text that people read, with where it stands: sentences of Python and templates, and of the content files.

Read from the source with Django's own template reader, so nothing but Django and the content is needed.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

from poses.content.loader import shipped
from poses.content.schema import PoseDoc, RungDoc

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("hipapp", "poses", "journal")
#: As hipapp/core/management/commands/makemessages.py has it: name → which arguments are read by people.
SAYS = {
    "_": 1, "N_": 1, "say": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1,
    "say_n": 2, "ngettext": 2, "ngettext_lazy": 2,
}  # fmt: skip
_CALL = re.compile(r"\b(?:n?gettext|_)\(")
_LITERAL = re.compile(r"\s*u?(?P<text>'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")\s*,?")


@dataclass(frozen=True)
class Said:
    """One text: the room where it is read, the file, the line (0 in content), and what part of a pose it is."""

    group: str
    file: str
    line: int
    text: str
    part: str = ""


def said() -> list[Said]:
    return [*interface(), *content()]


# -- Python and templates ----------------------------------------------------------------------------

#: The first that fits a path. What is left is the interface.
GROUPS = (
    ("pictures", r"poses/figures/"),
    ("player", r"templates/journal/player|journal/sessions/(script|player|pictures)\.py|core/amounts\.py"),
    ("coach", r"(journal|templates/journal)/(coach|trends|charts)|journal/sessions/(light|trials)\.py"),
    ("advice and safety", r"(poses|templates)/(advice|safety)|templates/body/(check|stop|soon)|poses/body/words\.py"),
)  # fmt: skip


def group_of(path: str) -> str:
    return next((name for name, pattern in GROUPS if re.search(pattern, path)), "interface")


def interface() -> Iterator[Said]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield from _of(path, _in_python(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in (".html", ".txt"):
            yield from _of(path, _in_template(path.read_text(encoding="utf-8")))


def _of(path: Path, texts: Iterator[tuple[int, str]]) -> Iterator[Said]:
    name = path.relative_to(ROOT).as_posix()
    for line, text in texts:
        yield Said(group_of(name), name, line, " ".join(text.split()))


def _in_python(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            for arg in node.args[: SAYS.get(name, 0)]:
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str):
                    yield arg.lineno, arg.value


def _in_template(source: str) -> Iterator[tuple[int, str]]:
    """Django turns a template into calls of gettext with everything else crossed out; the calls are read."""
    calls = templatize(source)
    for call in _CALL.finditer(calls):
        at, line = call.end(), calls.count("\n", 0, call.start()) + 1
        while found := _LITERAL.match(calls, at):
            yield line, str(ast.literal_eval(found["text"]))
            at = found.end()


# -- content -----------------------------------------------------------------------------------------


def content() -> Iterator[Said]:
    for pose in shipped().poses.values():
        for part, text in of_pose(pose):
            group = _POSE_GROUPS.get(part, "about a pose")
            yield Said(group, f"poses/content/poses/{pose.slug}.yaml", 0, text, part)
    for group, name, texts in (
        ("advice and safety", "conditions", _conditions()),
        ("advice and safety", "red_flags", _red_flags()),
        ("advice and safety", "parts", _parts()),
        ("interface", "props", _props()),
        ("interface", "starters", _starters()),
    ):
        yield from (Said(group, f"poses/content/{name}.yaml", 0, text) for text in texts if text)


def _conditions() -> Iterator[str | None]:
    for c in shipped().conditions.values():
        yield from (c.label, c.help, c.hint, c.asked_as, c.soon)


def _red_flags() -> Iterator[str]:
    for flag in shipped().red_flags.values():
        yield from (flag.text, flag.whom)


def _parts() -> Iterator[str]:
    for part in shipped().parts.values():
        yield from (part.heading, part.line)


def _props() -> Iterator[str | None]:
    for prop in shipped().props.values():
        yield from (prop.name, *prop.substitutes, prop.help)


def _starters() -> Iterator[str]:
    for starter in shipped().starters.values():
        yield from (starter.name, starter.summary, *(step.why for step in starter.steps))


_POSE_GROUPS = {
    "steps": "steps and cues", "change": "steps and cues", "cues": "steps and cues", "breath": "steps and cues",
    "timeline": "steps and cues", "how": "cautions of poses", "stop_if": "cautions of poses",
}  # fmt: skip


def of_pose(pose: PoseDoc) -> Iterator[tuple[str, str]]:
    """(part, text) of everything in a pose's file that is shown or said. Not `notes` and `complaints`."""
    yield from (("name", pose.name), ("why", pose.why), ("feel", pose.feel))
    for part, maybe in (
        ("change", pose.change), ("gloss", pose.gloss), ("props_note", pose.props_note),
        ("fewer_rungs", pose.fewer_rungs_because),
    ):  # fmt: skip
        if maybe:
            yield part, maybe
    for part, texts in (("steps", pose.steps), ("cues", pose.cues), ("stop_if", pose.stop_if)):
        yield from ((part, text) for text in texts)
    yield from (("breath", b.do) for b in pose.breath)
    yield from (("muscles", m) for m in pose.muscles)
    yield from (("aliases", alias) for alias in pose.aliases)
    for mistake in pose.mistakes:
        yield from (("mistakes", mistake.wrong), ("mistakes", mistake.instead))
    yield from (("claims", c.text) for c in pose.claims)
    for rung in pose.rungs:
        yield from _of_rung(rung)


def _of_rung(rung: RungDoc) -> Iterator[tuple[str, str]]:
    yield from (("rung", rung.name), ("difference", rung.difference))
    yield from (("fetch", text) for text in (rung.fetch,) if text)
    yield from (("ends", text) for text in rung.ends or ())
    yield from (("steps", text) for text in rung.steps)
    yield from (("change", text) for text in (rung.change,) if text)
    yield from (("timeline", t.say) for t in rung.timeline)
    yield from (("how", cell.how) for cell in rung.cells.values() if cell.how)


# -- sentences ---------------------------------------------------------------------------------------

#: What stands in for a place that is filled in later, so that a sentence can be read and measured.
PLACES = {"day": "Monday", "until": "Monday", "from": "Monday", "to": "Friday", "name": "Bridge", "pose": "Bridge",
          "other": "Bridge", "rung": "Bridge", "form": "Bridge", "routine": "Bridge"}  # fmt: skip
_PLACE = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
_END = re.compile(r"(?<=[.?!;:])[”’\"]?\s+(?=[A-Z“‘\d]|hipapp)")


def filled(text: str) -> str:
    """Its places filled, its tags gone."""
    text = re.sub(r"<[^>]+>", "", text)
    return _PLACE.sub(lambda m: PLACES.get(m[1] or m[2], "three"), text)


def sentences(text: str) -> list[str]:
    return [s.strip() for s in _END.split(filled(text)) if s.strip()]


def length(sentence: str) -> int:
    """Words of it; what has no letter or digit is none."""
    return sum(1 for word in sentence.split() if any(c.isalnum() for c in word))
