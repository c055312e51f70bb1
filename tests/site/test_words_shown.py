"""A person reads words, never our names for them; and a template draws only on its own room and those below."""

import inspect
import re
from enum import Enum
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hipapp.core import enums
from hipapp.core.enums import Ability, Condition, EventKind, FlagLevel, HowLong, Movement, Site, Tag
from hipapp.core.labels import LABELS
from hipapp.core.models import User
from journal.sessions.records import append, record
from poses.body import words
from poses.body.records import answer, answer_red_flags
from poses.content.loader import shipped
from poses.routines.records import latest_version
from tests.build import event, finished, make_routine
from tests.coach.build import suggested

ROOT = Path(__file__).resolve().parents[2]

#: Enums that no page shows. A new enum has to be put here, or be given its words.
UNSHOWN = {enums.Move, enums.Feature, enums.EventKind, enums.HoldKind}
#: Enums whose words stand with the content or the body's pages.
WORDED_ELSEWHERE: dict[type[Enum], set[Any]] = {
    Condition: {c.slug for c in shipped().conditions.values()},
    FlagLevel: set(words.FLAG_GROUPS),
}

ENUMS = [e for _, e in inspect.getmembers(enums, inspect.isclass) if issubclass(e, Enum) and list(e)]


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_word_has_what_a_person_reads(enum: type[Enum]) -> None:
    if enum in UNSHOWN:
        assert enum not in LABELS, "it has words, so it is shown"
    elif enum in WORDED_ELSEWHERE:
        assert WORDED_ELSEWHERE[enum].issuperset(enum)
    else:
        said = {member: str(LABELS[enum][member]).strip() for member in enum}
        assert all(said.values())
        assert len(set(said.values())) == len(said), "two words that read the same"
        assert not [text for text in said.values() if "_" in text]


# -- on the pages ------------------------------------------------------------------------------------


class Visible(HTMLParser):
    """The text that a person sees or hears of a page."""

    HIDDEN = ("script", "style", "template")

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.HIDDEN:
            self.inside.append(tag)
        self.text += [v for k, v in attrs if v and k in ("aria-label", "title", "alt", "placeholder")]

    def handle_endtag(self, tag: str) -> None:
        if self.inside and tag == self.inside[-1]:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.text.append(data)


def visible(html: str) -> str:
    parser = Visible()
    parser.feed(html)
    return "\n".join(parser.text)


#: Names as code has them (`low_back`), values that slipped through (`Rung.EASIER`, `None`), unfilled blanks.
CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[A-Z]\w+\.[A-Z_]+\b|\bNone\b(?! of)|%\([a-z]+\)|\{\{|datetime\.")


@pytest.fixture
def eventful(client_of: Client, person: User) -> list[str]:
    """Somebody who has said and done a bit of everything; every page of theirs."""
    everything: dict[str, Any] = {
        "conditions": tuple(Condition), "movements": tuple(Movement), "sites": tuple(Site), "floor": Ability.CARE,
        "kneel": Ability.CARE, "hands": Ability.CARE, "how_long": HowLong.COMES_AND_GOES, "minutes": 12,
    }  # fmt: skip
    routine = make_routine(person)
    session = finished(person, days_ago=1, before=4, after=6)
    poses = [s["pose"] for s in session.script["steps"]]
    for pose, mark in zip(poses, enums.Mark, strict=False):
        record(session, EventKind.MARKED, {"pose": pose, "mark": mark.value})
    record(session, EventKind.TAGGED, {"tags": [t.value for t in Tag]})
    append(session, [event(session, EventKind.SHARP, 95, step=session.script["steps"][0]["key"])])
    finished(person, days_ago=9, before=8, after=8)
    suggested(person, routine, rule="felt_easy", answer=enums.Answer.PASSED.value)
    step = latest_version(routine).plan.steps[0].id
    client_of.post(f"/routines/{routine.pk}/edit/", {"action": "remove", "step": step})
    answer(person, **everything)
    answer_red_flags(person, ["cancer", "six_weeks", "flare"])
    own = [f"/poses/{slug}/" for slug in (*poses, "hero-supported", "seated-cross-legged-check")]
    questions = (
        "conditions",
        "movements",
        "sites",
        "how-long",
        "abilities",
        "props",
        "minutes",
        "days",
        "experience",
    )
    return [
        "/", "/poses/", "/practise/", "/journal/", "/journal/add/", f"/journal/{session.pk}/", "/trends/",
        f"/practise/{session.pk}/after/", "/routines/", "/routines/assemble/", "/routines/starters/weekly-backbone/",
        f"/routines/{routine.pk}/", f"/routines/{routine.pk}/add/", f"/routines/{routine.pk}/history/",
        f"/routines/{routine.pk}/text/", "/body/", "/check/", "/check/soon/", "/stop/", "/about/", "/account/",
        "/flare/", "/cautious/", "/coach/", "/coach/log/", "/coach/replay/", "/safety/",
        "/safety/?condition=knee", "/safety/low-lunge-supported/",
        *own, *(f"/body/{q}/" for q in questions),
    ]  # fmt: skip


@pytest.mark.django_db
def test_no_page_shows_our_names_for_things(client_of: Client, eventful: list[str]) -> None:
    found = {}
    for url in eventful:
        response = client_of.get(url)
        assert response.status_code == 200, url
        if names := set(CODE.findall(visible(response.content.decode()))):
            found[url] = names
    assert not found


def test_the_look_sees_a_name_that_slipped_through() -> None:
    page = "<p title='low_back'>too_much</p><script>let snake_case</script><b>Rung.EASIER</b> fine, calm"
    assert CODE.findall(visible(page)) == ["low_back", "too_much", "Rung.EASIER"]


# -- templates and the rooms -------------------------------------------------------------------------

#: Folders of templates by the room that they belong to, the lowest first.
ROOMS = [
    {"", "parts", "allauth", "bootstrap5"},
    {"poses", "body", "routines", "advice"},
    {"journal"},
    {"site", "account"},
]
#: Where each room's Python stands.
PACKAGES = ["hipapp/core", "poses", "journal", "hipapp/site"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
#: Our own libraries of tags, by the room that they stand in; Django's are below all.
TAGS = {p.stem: n for n, package in enumerate(PACKAGES) for p in (ROOT / package).glob("templatetags/*.py")}


def room(name: str) -> int:
    folder = name.split("/", maxsplit=1)[0] if "/" in name else ""
    return next(n for n, folders in enumerate(ROOMS) if folder in folders)


def test_every_folder_of_templates_has_a_room() -> None:
    assert {p.name for p in (ROOT / "templates").iterdir() if p.is_dir()} <= set().union(*ROOMS)
    assert TAGS["hip"] == 0


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_draws_on_no_higher_room(path: Path) -> None:
    """What a higher room has to show on a lower one's page comes by a panel."""
    here = room(str(path.relative_to(ROOT / "templates")))
    text = path.read_text(encoding="utf-8")
    for used in re.findall(r"""\{%-?\s*(?:include|extends)\s+["']([^"']+)""", text):
        assert room(used) <= here, f"it uses {used}"
    for loaded in re.findall(r"\{%\s*load\s+([\w\s]+?)\s*%\}", text):
        assert max(TAGS.get(name, 0) for name in loaded.split()) <= here, f"it loads {loaded}"


@pytest.mark.parametrize("package", PACKAGES)
def test_code_renders_no_template_of_a_higher_room(package: str) -> None:
    here = PACKAGES.index(package)
    for path in (ROOT / package).rglob("*.py"):
        for used in re.findall(r"""["']([\w/]+\.html)["']""", path.read_text(encoding="utf-8")):
            assert room(used) <= here, f"{path.relative_to(ROOT)} renders {used}"
