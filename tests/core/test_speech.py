"""The seam between the pure modules and gettext: what they say can be found, and is translated when it is said."""

import ast
import importlib.util
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils.translation import get_language, gettext, ngettext

from hipapp.core import speech
from hipapp.core.enums import Ability, DayKind, DoseKind, Light, Movement, Position, Rung, Side, Site
from journal.sessions.light import ask_again, light_of
from journal.sessions.script import Form, build_script
from journal.trends import stats
from journal.trends.words import progress_words, this_week_words
from poses.body.answers import BodyAnswers, contradictions
from poses.content.loader import shipped
from poses.routines import edit, edit_words, words
from poses.routines.plan import Plan, Step
from poses.safety.facts import BodyFacts, RedFlags, Ruling, RungFacts
from poses.safety.gate import judge

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 3, 2)
CONVERTED = [
    "hipapp/core/amounts.py",
    "journal/sessions/light.py",
    "journal/sessions/records.py",
    "journal/sessions/five.py",
    "journal/sessions/script.py",
    "journal/sessions/starting.py",
    "journal/sessions/telling.py",
    "journal/trends/charts/bars.py",
    "journal/trends/charts/days.py",
    "journal/trends/charts/frame.py",
    "journal/trends/charts/lines.py",
    "journal/trends/words.py",
    "poses/body/answers.py",
    "poses/body/records.py",
    "poses/library/reading.py",
    "poses/routines/assemble.py",
    "poses/routines/choose.py",
    "poses/routines/edit.py",
    "poses/routines/records.py",
    "poses/routines/starters.py",
    "poses/routines/text.py",
    "poses/routines/edit_words.py",
    "poses/routines/words.py",
    "poses/safety/gate.py",
]
#: Whoever is called by one of these names gets literals that `makemessages` finds.
SPEAKERS = {"say", "say_n", "N_", "_", "gettext", "ngettext"}


@pytest.fixture
def marked() -> Iterator[None]:
    """A translator that puts «» around everything that passes through it."""
    speech.use(lambda text: f"«{text}»", lambda one, many, n: f"«{one if n == 1 else many}»")
    yield
    speech.use(gettext, ngettext, get_language)


# -- say -------------------------------------------------------------------------------------------


def test_without_a_translator_what_is_written_is_said() -> None:
    spec = importlib.util.spec_from_file_location("fresh_speech", speech.__file__)
    assert spec is not None
    assert spec.loader is not None
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    assert fresh.say("You named %(place)s.", place="100 %(of)s it") == "You named 100 %(of)s it."
    assert fresh.say("70% of it") == "70% of it"
    assert [fresh.say_n("%(n)s day", "%(n)s days", n) for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert fresh.say_n("%(n)s in %(x)s", "%(n)s in %(x)s", 3, x=4) == "3 in 4"
    assert fresh.N_("later") == "later"


def test_django_translates() -> None:
    assert speech._translator.one is gettext
    assert speech._translator.counted is ngettext


@pytest.mark.usefixtures("marked")
def test_values_are_filled_in_after_translating() -> None:
    assert speech.say("You named %(place)s.", place="it") == "«You named it.»"
    assert speech.say_n("%(n)s day", "%(n)s days", 2) == "«2 days»"


# -- the rules speak through it --------------------------------------------------------------------


@pytest.mark.usefixtures("marked")
def test_the_gate_and_the_light_are_translated() -> None:
    facts = RungFacts("p", Rung.STANDARD, Position.KNEELING, {}, {})
    body = BodyFacts(conditions=frozenset(), floor=Ability.NO, movements=frozenset({Movement.KNEELING}))
    reasons = judge(facts, body, RedFlags(), TODAY).reasons
    assert len(reasons) >= 3
    assert all(r.text.startswith("«") and r.text.endswith("»") for r in reasons)
    light = light_of(3, 6)
    assert light is not None
    assert light.light is Light.RED
    assert (
        light.reason
        == "«Your back was 3 points sorer afterwards, so the next session comes in the gentle form.»"
    )
    assert str(ask_again([(TODAY, 8), (TODAY, 9)], TODAY)).startswith("«You began at 8 ")
    assert contradictions(BodyAnswers(floor=Ability.NO, kneel=Ability.YES))[0][1].startswith("«Kneeling")


@pytest.mark.usefixtures("marked")
def test_a_routine_is_translated() -> None:
    assert words.listed(["a", "b"]) == "«a and b»"
    assert edit_words.amount_between(1, 5, DoseKind.BREATHS) == "«Choose between 1 and «5 breaths».»"
    assert edit_words.amount_between(10, 120, DoseKind.HOLD) == "«Choose between 10 and «120 seconds».»"
    assert words.nothing_at(Site.LEG_LEFT).startswith("«You named «your left leg»,")
    assert words.day_title(0, DayKind.REST, 0) == "««Monday»: «rest»»"
    assert words.shorter(12, 540, "of that") == (
        "«Shorter than the 12 minutes you asked for, about «9 minutes», because of that.»"
    )
    rung = next(r for d in shipped().poses.values() for r in d.rungs if r.sides == "each")
    assert words.dose(rung, None, Side.LEFT).endswith("«left side only»")
    with pytest.raises(edit.EditError, match=r"^«Please choose a day from Monday to Sunday\.»$"):
        edit.make_rest_day(Plan(()), 7)


@pytest.mark.usefixtures("marked")
def test_a_script_and_the_trends_are_translated() -> None:
    def nothing(pose: str, rung: Rung) -> Ruling:
        return Ruling(
            judge(RungFacts(pose, rung, Position.CHAIR, {}, {}), BodyFacts(), RedFlags(), TODAY).verdict
        )

    built = build_script((Step("x", "gone", Rung.EASIER),), {}, nothing, Form.PLANNED, "", "1")
    assert built.left_out[0].reasons == ("«It is not in the library any more.»",)
    assert progress_words(stats.progress([], TODAY)).sentence.startswith("«There is nothing")
    tuesday = stats.this_week([], TODAY + timedelta(days=1))
    assert this_week_words(tuesday) == "«Nothing yet this week, which began on Monday. It isn’t over.»"


# -- and makemessages finds it ---------------------------------------------------------------------


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _literals(path: Path) -> Iterator[str]:
    """The first one or two arguments of our speakers, where they are literals."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _called(node) in {"say", "say_n", "N_"}:
            for argument in node.args[: 2 if _called(node) == "say_n" else 1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def _msgids(po: str) -> set[str]:
    """The msgids and plural msgids of a .po file."""
    blocks = re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', po, flags=re.MULTILINE)
    return {"".join(ast.literal_eval(line) for line in block.splitlines()) for block in blocks}


def test_makemessages_finds_what_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = [t for t in ("xgettext", "msguniq", "msgmerge", "msgattrib") if not shutil.which(t)]
    if missing:
        pytest.skip(f"GNU gettext is not installed (no {', '.join(missing)}): apt install gettext")
    for name in CONVERTED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    with override_settings(LOCALE_PATHS=[tmp_path / "locale"]):
        call_command("makemessages", locale=["de"], verbosity=0)
    found = _msgids((tmp_path / "locale/de/LC_MESSAGES/django.po").read_text(encoding="utf-8"))
    said = {text for name in CONVERTED for text in _literals(ROOT / name)}
    assert len(said) > 100
    assert said <= found
    assert "That routine is no longer there." in found  # gettext itself is still found


@pytest.mark.parametrize("name", CONVERTED)
def test_what_is_said_is_a_literal_or_a_constant(name: str) -> None:
    """An f-string or a sum can't be found by makemessages."""
    for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SPEAKERS:
            for argument in node.args[:1]:
                assert not isinstance(argument, ast.JoinedStr | ast.BinOp), f"{name}:{node.lineno}"


def _text(node: ast.AST) -> str:
    """A literal's text, with an X for each value of an f-string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(v) if isinstance(v, ast.Constant) else "X" for v in node.values)
    return ""


def _unsaid(node: ast.AST) -> Iterator[ast.AST]:
    """Sentences in `node` that pass through nobody who translates; docstrings and errors of ours are not said."""
    if isinstance(node, ast.Call) and _called(node) in SPEAKERS | {"AssertionError"}:
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if re.fullmatch(r"[A-ZX“].*\s.*[.?!]”?", _text(node), flags=re.DOTALL):
        yield node
        return
    for child in ast.iter_child_nodes(node):
        yield from _unsaid(child)


@pytest.mark.parametrize("name", CONVERTED)
def test_no_sentence_goes_round_the_translator(name: str) -> None:
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    loose = [f"{name}:{getattr(n, 'lineno', 0)}: {_text(n)}" for n in _unsaid(tree)]
    assert not loose, "\n".join(loose)


def test_the_guard_sees_a_loose_sentence() -> None:
    source = '"""Doc string."""\nA = "Not said."\nB = say("It is said.")\nC = f"{x} is loose."\nD = "a word."'
    assert [_text(n) for n in _unsaid(ast.parse(source))] == ["Not said.", "X is loose."]
