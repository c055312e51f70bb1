"""Making a week and changing it; no way puts in what the gate refuses."""

import html
import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from hipapp.core.clock import today_of
from hipapp.core.enums import Ability, Author, Condition, DayKind, Experience, Job, Level, Movement, Rung
from hipapp.core.models import User
from poses.body.records import answer, answer_red_flags, answers_of
from poses.content.loader import rung_of, shipped
from poses.content.schema import RungDoc
from poses.gatekeeping import gate_for
from poses.models import Routine
from poses.routines import words
from poses.routines.choose import is_calm, to_fetch
from poses.routines.edit import swap_everywhere
from poses.routines.plan import Day, Plan, Step, day_seconds, place_changes, step_seconds
from poses.routines.records import create_routine, latest_version, recheck_all
from poses.routines.rows import LONG_BREATHS_S, place
from tests.build import make_routine
from tests.told import in_order

pytestmark = pytest.mark.django_db


def plan_of(routine: Routine) -> object:
    return latest_version(routine).plan


def by_pose(plan: Plan) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in plan.steps:
        found.setdefault(step.pose, []).append(step)
    return found


def edit(client: Client, routine: Routine, **data: object) -> int:
    return client.post(f"/routines/{routine.pk}/edit/", data).status_code


def test_a_saved_week_in_five_taps(client: Client) -> None:
    """Make my week, go on, none, none, save: fewer than the six allowed."""
    chosen = {"asked": "cannot", "minutes": "20", "weekdays": ["0", "2", "4"], "anchor": "Tea & rest"}
    assert client.get("/routines/assemble/").status_code == 200, "what one wishes comes before the lists"
    assert client.get("/routines/assemble/", chosen | {"weekdays": []}).status_code == 422
    assert not User.objects.exists(), "nobody becomes a guest by looking"
    first = client.get("/routines/assemble/", chosen, follow=True)
    second = client.post(first.redirect_chain[-1][0], {"none": "1"}, follow=True)
    third = client.post(second.redirect_chain[-1][0], {"none": "1"}, follow=True)
    assert third.redirect_chain[-1][0].startswith("/routines/assemble/")
    values = third.context["values"]
    assert (values["minutes"], values["anchor"], values["two_minutes"]) == (20, "Tea & rest", False)
    saved = client.post("/routines/assemble/", values, follow=True)
    assert saved.templates[0].name == "routines/routine.html"
    plan = latest_version(Routine.objects.get()).plan
    assert [d.weekday for d in plan.days if d.kind is DayKind.PRACTICE] == [0, 2, 4]
    assert all(s.why for s in plan.steps)


def test_what_stands_in_for_a_prop_is_told_where_it_is_asked_for(client_of: Client, person: User) -> None:
    """A strap that is not there, and yet a pose with a strap: whoever knew nothing of the towel felt unheard."""
    strap = Step("mon-1", "reclined-hand-to-toe-strap", Rung.EASIER)
    days = [Day(n, DayKind.PRACTICE, (strap,)) if n == 0 else Day(n, DayKind.REST) for n in range(7)]
    take = "Take a long towel in place of a strap."
    for props, is_told in (
        (["blanket", "towel"], True),
        (["towel", "strap", "blanket"], False),
        (None, False),
    ):
        answer(person, props=props)
        week = create_routine(person, f"Week of {props}", Plan(tuple(days)), Author.PERSON)
        page = client_of.get(f"/routines/{week.pk}/").content.decode()
        assert (take in page) is is_told
        assert f"/poses/{strap.pose}/?planned=0" in page, "it opens in the form that the week has"
        start = {"routine": str(latest_version(week).pk), "day": "0"}
        practise = client_of.get("/practise/", start).content.decode()
        assert (take in practise) is is_told
        assert ("You need: a blanket and a long towel." in practise) is is_told


def test_what_stands_in_counts_in_a_week_that_is_not_saved_yet(client_of: Client, person: User) -> None:
    answer(person, experience=Experience.REGULAR)
    days = [str(n) for n in range(7)]
    wishes = {"asked": ["cannot", "props"], "minutes": "30", "weekdays": days, "props": ["towel"]}
    week = html.unescape(client_of.get("/routines/assemble/", wishes).content.decode())
    assert "in place of a " in week
    assert "in place of a towel" not in week


def test_days_between_are_two_minutes_or_free(client_of: Client, person: User) -> None:
    wishes: dict[str, Any] = {"minutes": "12", "weekdays": ["0", "2", "4"]}
    in_short = {
        DayKind.SHORT: "3 practice days, two minutes on 3 others, 1 rest day",
        DayKind.REST: "3 practice days, 4 rest days",
    }
    for more, kind in ({"two_minutes": "on"}, DayKind.SHORT), ({}, DayKind.REST):
        assert in_short[kind] in client_of.get("/routines/assemble/", wishes | more).content.decode()
        client_of.post("/routines/assemble/", wishes | more)
        plan = latest_version(person.routines.get(is_active=True)).plan
        assert [plan.day(d).kind for d in (1, 3, 6)].count(kind) >= 2
        shown = client_of.get("/routines/assemble/").context["values"]
        assert shown["two_minutes"] is bool(more), "it is remembered"


def test_what_one_cannot_do_is_said_once(client_of: Client, person: User) -> None:
    """A filter of the library is offered ticked; the week goes by it at once, and saving makes it an answer."""
    client_of.get("/poses/?q=stiff+after+sitting&no_kneeling=on")
    page = client_of.get("/routines/assemble/")
    assert page.context["values"]["cannot"] == ["kneel"]
    assert answers_of(person).kneel is None, "nothing was said yet"
    told = {"minutes": "20", "weekdays": ["0", "2", "4"], "cannot": ["kneel"]}
    for shown in (page, client_of.get("/routines/assemble/", told)):
        assert not _kneels(shown.context["made"].plan)
    client_of.post("/routines/starters/weekly-backbone/")
    old = person.routines.get()
    assert _kneels(latest_version(old).plan)
    saved = client_of.post("/routines/assemble/", told, follow=True)
    assert answers_of(person).kneel is Ability.NO
    assert "your older weeks go by it too" in saved.content.decode(), "other weeks keep to it too"
    assert not _kneels(latest_version(old).plan)
    client_of.get("/poses/?q=stiff")
    assert client_of.get("/routines/assemble/").context["values"]["cannot"] == ["kneel"], (
        "it is an answer now"
    )
    here = page.context["here"]
    answer(person, hands=Ability.NO)
    assert client_of.get(here).context["values"]["cannot"] == ["hands", "kneel"], "back from another question"
    client_of.post("/routines/assemble/", told | {"cannot": ["hands"], "asked": "cannot"})
    assert (answers_of(person).kneel, answers_of(person).hands) == (None, Ability.NO)


def _kneels(plan: Plan) -> bool:
    poses = shipped().poses
    rungs = (rung_of(poses[s.pose], s.rung) for s in plan.steps)
    return any(r and r.position and r.position.level is Level.KNEELING for r in rungs)


def test_a_second_week_has_a_name_of_its_own_and_says_what_it_replaces(
    client_of: Client, person: User
) -> None:
    wishes = {"minutes": "12", "weekdays": ["0"], "another": "1"}
    said = [client_of.post("/routines/assemble/", wishes, follow=True).content.decode() for _ in range(3)]
    assert ["which is kept" in page for page in said] == [False, True, True]
    assert set(person.routines.values_list("name", flat=True)) == {"My week", "My week 2", "My week 3"}


def test_a_week_made_again_on_the_same_day_is_the_same_week(
    client_of: Client, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who makes a week, reads it and makes it again wants one week, not two alike."""
    assert "Save it as another week" not in client_of.get("/routines/assemble/").content.decode()
    client_of.post("/routines/assemble/", {"minutes": "12", "weekdays": ["0"]})
    page = client_of.get("/routines/assemble/").content.decode()
    in_order(page, "It will take the place of “<bdi>My week</bdi>”", "Save it as another week")
    page = client_of.post(
        "/routines/assemble/", {"minutes": "20", "weekdays": ["1"]}, follow=True
    ).content.decode()
    routine = person.routines.get()
    assert [v.plan.practice_days for v in routine.versions.order_by("number")] == [1, 1]
    assert [d.weekday for d in latest_version(routine).plan.days if d.kind is DayKind.PRACTICE] == [1]
    assert "which “Earlier versions” keeps" in page
    assert page.count("Most poses come in their easier form") == 1, (
        "what the first one was fitted to is gone with it"
    )
    monkeypatch.setattr("hipapp.core.clock.now", lambda: timezone.now() + timedelta(days=2))
    client_of.post("/routines/assemble/", {"minutes": "20", "weekdays": ["3"]})
    assert person.routines.count() == 2, "what was lived with for a day stays a week of its own"


def test_what_is_at_home_is_asked_with_the_week_until_it_is_known(client_of: Client, person: User) -> None:
    """What most homes have is ticked: whoever overlooked a blanket lost every pose that lies on one."""
    answer(person, conditions=[Condition.OSTEOPOROSIS])
    wished: dict[str, Any] = {"minutes": 20, "weekdays": ["0"], "anchor": "", "asked": ["cannot", "props"]}
    page = client_of.get("/routines/assemble/")
    assert page.context["values"]["props"] == ["blanket", "cushion", "bolster", "towel", "chair"]
    assert "at hand" not in page.content.decode(), "nothing is left out for want of what most homes have"
    assert answers_of(person).props is None, "looked at, not yet said"
    page = client_of.get("/routines/assemble/", wished)
    in_order(
        page.content.decode(), "What you have at home", "works only with a chair at hand", 'href="#props"'
    )
    here = client_of.get(page.context["here"])
    assert here.context["values"]["props"] == [], "back from another question"
    firm = client_of.get(
        "/routines/assemble/", {**wished, "props": ["cushion", "blanket", "chair"]}
    ).content.decode()
    assert "Not at hand: a bolster" not in firm, "two firm pillows are one"
    assert client_of.post("/routines/assemble/", {**wished, "props": ["sofa"]}).status_code == 422
    client_of.post("/routines/assemble/", {"minutes": 20, "weekdays": ["0"]})
    assert answers_of(person).props is None, "ticks that nobody has seen are no answer"
    client_of.post("/routines/assemble/", {**wished, "props": ["chair"]})
    assert answers_of(person).props == ("chair",)
    client_of.post("/routines/assemble/", {**wished, "props": ["block"]})
    assert answers_of(person).props == ("chair",), "an answer is changed in My body, not by the way"
    later = client_of.get("/routines/assemble/").content.decode()
    assert "What you have at home" not in later
    in_order(later, "Props at home", "Sturdy chair")
    client_of.post("/routines/assemble/", wished)
    saved = client_of.get(f"/routines/{person.routines.get().pk}/").content.decode()
    in_order(
        saved,
        "Not at hand:",
        'href="/body/props/?next=/routines/assemble/"',
        "Say so, and make the week anew",
    )


@pytest.mark.parametrize(
    "wrong",
    [{"minutes": "7"}, {"minutes": "x"}, {"weekdays": "9"}, {"weekdays": []}, {"anchor": "x" * 201}],
)
def test_wishes_that_make_no_sense(client_of: Client, wrong: dict[str, object]) -> None:
    data = {"minutes": "12", "weekdays": ["0"], "anchor": "After tea ☕", **wrong}
    response = client_of.post("/routines/assemble/", data)
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert list(errors) == list(wrong)
    assert not any(default in str(errors) for default in ("Ensure this", "Select a valid", "This field"))
    assert ("After tea" in response.content.decode()) is ("anchor" not in wrong), "what was typed stays"
    assert not Routine.objects.exists()


def test_a_refused_wish_comes_back_as_a_part_of_the_page(client_of: Client) -> None:
    """By htmx the page may not be nested in itself; what is wrong is said at the field."""
    htmx = {"HX-Request": "true"}
    for method in (client_of.get, client_of.post):
        response = method("/routines/assemble/", {"minutes": "12", "anchor": ""}, headers=htmx)
        part = response.content.decode()
        assert response.status_code == 422
        assert part.strip().startswith('<section id="result"')
        assert "<html" not in part
        assert "Choose at least one day." in part.split('id="weekdays-error"')[1]


def test_a_week_says_what_it_takes_for_granted_until_it_is_told(client_of: Client, person: User) -> None:
    page = client_of.get("/routines/assemble/?minutes=20&weekdays=1&anchor=After tea")
    assert [(b.question, b.is_known) for b in page.context["bases"]] == [
        ("conditions", True),
        ("movements", False),
        ("sites", False),
        ("abilities", False),
    ]
    assert page.context["values"]["props"] == ["blanket", "cushion", "bolster", "towel", "chair"], (
        "as most homes have"
    )
    assert {"block", "strap"}.isdisjoint(_props_of(page.context["made"].plan))
    onward = f"/body/props/?next={quote(page.context['here'])}"
    saved = client_of.post(onward, {"props": ["block", "blanket"]}, follow=True)  # fmt: skip
    told = {"minutes": 20, "weekdays": [1], "two_minutes": False, "cannot": [], "anchor": "After tea",
            "experience": Experience.NEW}  # fmt: skip
    assert saved.context["values"] == told
    assert "Yoga block" in next(b.text for b in saved.context["bases"] if b.question == "props")
    assert "chair" not in _props_of(saved.context["made"].plan)


def test_what_the_form_says_stands_in_the_question_that_it_leads_to(client_of: Client, person: User) -> None:
    page = client_of.get("/routines/assemble/?asked=1&minutes=12&weekdays=0&cannot=kneel").content.decode()
    link = html.unescape(re.search(r'href="(/body/abilities/[^"]+)"', page)[1])  # type: ignore[index]
    assert link.endswith("&no=kneel")
    question = client_of.get(link)
    assert question.context["form"].initial["kneel"] == "no"
    assert question.context["form"].initial["floor"] is None
    assert answers_of(person).kneel is None, "shown, not yet answered"
    answer(person, kneel=Ability.CARE)
    assert client_of.get(link).context["form"].initial["kneel"] == "care", "what was answered goes first"


def test_how_used_one_is_to_it_is_asked_with_the_week_and_kept(client_of: Client, person: User) -> None:
    page = client_of.get("/routines/assemble/").content.decode()
    assert 'name="experience" value="new" id="id_experience_0" checked' in page
    wished = {"minutes": 12, "weekdays": ["0", "2"], "anchor": "", "experience": "regular"}
    shown = client_of.post("/routines/assemble/", {**wished, "show": "1"}).content.decode()
    assert "Most poses come in their easier form" in page
    assert "Most poses come in their easier form" not in shown
    client_of.post("/routines/assemble/", wished)
    assert answers_of(person).experience is Experience.REGULAR
    assert client_of.post("/routines/assemble/", {**wished, "experience": "often"}).status_code == 422


def _props_of(plan: Plan) -> set[str]:
    """The props of what stands in a plan, but for what is a comfort only."""
    poses = shipped().poses
    rungs = ((poses[s.pose], rung_of(poses[s.pose], s.rung)) for s in plan.steps)
    return {p for doc, rung in rungs if rung and not is_calm(doc) for p in rung.props}


def test_starters(client_of: Client, person: User) -> None:
    for slug in ("weekly-backbone", "relief-sequence", "five-minute-evening"):
        assert client_of.get(f"/routines/starters/{slug}/").status_code == 200
        assert client_of.post(f"/routines/starters/{slug}/").status_code == 302
    assert Routine.objects.filter(user=person, is_active=True).count() == 1
    assert client_of.get("/routines/starters/nothing/").status_code == 404


def test_edits(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    step = latest_version(routine).plan.day(0).steps[1]
    assert edit(client_of, routine, action="remove", step=step.id, weekday="0") == 302
    assert step.id not in {s.id for s in latest_version(routine).plan.steps}
    assert edit(client_of, routine, action="add", pose="pelvic-tilts", rung="1", weekday="0") == 302
    added = latest_version(routine).plan.day(0).steps[-1]
    assert edit(client_of, routine, action="up", step=added.id) == 302
    assert edit(client_of, routine, action="rung", step=added.id, rung="0") == 302
    assert edit(client_of, routine, action="amounts", step=added.id, amount0="9") == 302
    assert edit(client_of, routine, action="to_day", step=added.id, weekday="3") == 302
    assert edit(client_of, routine, action="rest", weekday="5") == 302
    assert edit(client_of, routine, action="short", weekday="6") == 302
    assert edit(client_of, routine, action="copy", weekday="0", target="2") == 302
    assert edit(client_of, routine, action="anchor", anchor="After tea ☕") == 302
    plan = latest_version(routine).plan
    moved = next(s for s in plan.day(3).steps if s.id == added.id)
    assert (moved.rung, moved.amounts) == (Rung.EASIER, (9,))
    assert plan.day(5).kind is DayKind.REST
    assert plan.anchor == "After tea ☕"
    assert routine.versions.count() == 11, "each change is a version"


@pytest.mark.parametrize(
    "data",
    [
        {"action": "add", "pose": "headstand", "rung": "1", "weekday": "0"},
        {"action": "add", "pose": "pelvic-tilts", "rung": "7", "weekday": "0"},
        {"action": "add", "pose": "pelvic-tilts", "rung": "1", "weekday": "8"},
        {"action": "add", "pose": "seated-cross-legged-check", "rung": "1", "weekday": "0"},
        {"action": "remove", "step": "no such step"},
        {"action": "amounts", "step": "STEP", "amount0": "9999"},
        {"action": "amounts", "step": "STEP", "amount0": "many"},
        {"action": "side", "step": "STEP", "side": "inside"},
        {"action": "explode"},
        {"action": "anchor", "anchor": "x" * 300},
        {},
    ],
)
def test_edits_that_make_no_sense(client_of: Client, person: User, data: dict[str, str]) -> None:
    routine = make_routine(person)
    step = latest_version(routine).plan.day(0).steps[0].id
    response = client_of.post(
        f"/routines/{routine.pk}/edit/", {k: v.replace("STEP", step) for k, v in data.items()}
    )
    assert response.status_code == 422
    assert response.context["error"]
    assert routine.versions.count() == 1


def test_undo_and_going_back(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    before = latest_version(routine).data
    step = latest_version(routine).plan.day(0).steps[0].id
    page = client_of.post(f"/routines/{routine.pk}/edit/", {"action": "remove", "step": step}, follow=True)
    assert f"/routines/{routine.pk}/restore/1/" in page.content.decode()
    client_of.post(f"/routines/{routine.pk}/restore/1/")
    assert latest_version(routine).data == before
    assert latest_version(routine).number == 3


def test_an_amount_out_of_bounds_is_refused_at_its_step(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    step = next(s for s in latest_version(routine).plan.day(0).steps if s.pose == "glute-bridge")
    data = {"action": "amounts", "step": step.id, "amount0": "99"}
    response = client_of.post(f"/routines/{routine.pk}/edit/", data)
    row = next(r for d in response.context["week"] for r in d.steps if r.step.id == step.id)
    assert row.error == "Choose between 8 and 10 times."
    assert row.is_open
    assert [p.value for p in row.parts] == ["99"], "what was typed stays"


def test_a_change_that_changes_nothing_makes_no_version(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    step = latest_version(routine).plan.day(0).steps[0]
    page = client_of.post(
        f"/routines/{routine.pk}/edit/", {"action": "up", "step": step.id, "seen": "1"}, follow=True
    )
    assert "nothing changed" in page.content.decode()
    assert routine.versions.count() == 1


def test_two_windows_lose_no_change(client_of: Client, person: User) -> None:
    """Both look at version 1. What they change apart is kept from both; the same step is not changed over."""
    routine = make_routine(person)
    first, second = latest_version(routine).plan.day(0).steps[:2]
    assert edit(client_of, routine, action="remove", step=first.id, seen="1") == 302
    assert edit(client_of, routine, action="rest", weekday="6", seen="1") == 302
    plan = latest_version(routine).plan
    assert first.id not in {s.id for s in plan.steps}
    assert plan.day(6).kind is DayKind.REST
    assert edit(client_of, routine, action="to_day", step=second.id, weekday="3", seen="3") == 302
    late = client_of.post(
        f"/routines/{routine.pk}/edit/", {"action": "remove", "step": second.id, "seen": "3"}
    )
    assert late.status_code == 422
    assert "changed in the meantime" in late.content.decode()
    assert second.id in {s.id for s in latest_version(routine).plan.day(3).steps}
    client_of.post(f"/routines/{routine.pk}/restore/1/?newest=2")
    assert latest_version(routine).number == 4, "undoing one change takes back no other"


def test_what_the_answers_changed_stays_told(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    edit(client_of, routine, action="add", pose=REFUSED, rung="1", weekday="0")
    answer(person, conditions=(Condition.KNEE_REPLACEMENT,))
    recheck_all(person)
    told = latest_version(routine).notes
    assert told
    answer(person, sites=("low_back_left",))
    assert recheck_all(person) == []
    edit(client_of, routine, action="rest", weekday="5")
    page = client_of.get(f"/routines/{routine.pk}/")
    assert told in [v.notes for v in page.context["told"]]
    assert not routine.versions.filter(author="gate", notes=[]).exists()


def test_undoing_a_deletion_asks_the_gate_again(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    edit(client_of, routine, action="add", pose=REFUSED, rung="1", weekday="0")
    client_of.post(f"/routines/{routine.pk}/delete/")
    answer(person, conditions=(Condition.KNEE_REPLACEMENT,))
    recheck_all(person)
    client_of.post(f"/routines/{routine.pk}/undelete/")
    assert REFUSED not in {s.pose for s in latest_version(routine).plan.steps}


def test_equal_days_are_folded(client_of: Client, person: User) -> None:
    client_of.post("/routines/starters/relief-sequence/")
    week = client_of.get(f"/routines/{Routine.objects.get().pk}/").context["week"]
    assert [d.same_as for d in week][2:5:2] == ["Monday", "Monday"]


def test_each_step_tells_why_when_it_is_asked(client_of: Client, person: User) -> None:
    """Folded, so that a week stays short, and named, so that one fold is told from another."""
    routine = make_routine(person)
    steps = latest_version(routine).plan.steps
    assert all(s.why for s in steps)
    for path in (f"/routines/{routine.pk}/", "/routines/assemble/", "/routines/starters/relief-sequence/"):
        page = client_of.get(path).content.decode()
        rows = page.split('<li id="step-')[1:]
        assert rows
        for row in rows:
            fold = row.split('<details class="why">')[1].split("</details>")[0]
            assert re.search(r'Why<span class="visually-hidden"> .+, \w+day</span></summary><p>.+</p>', fold)
    week = client_of.get(f"/routines/{routine.pk}/").content.decode()
    assert all(escape(s.why) in week for s in steps)


def test_what_a_body_needs_is_not_folded(client_of: Client, person: User) -> None:
    answer(person, conditions=(Condition.KNEE_REPLACEMENT,))
    routine = make_routine(person)
    rows = client_of.get(f"/routines/{routine.pk}/").content.decode().split('<li id="step-')
    minded = [row for row in rows if "For your body:" in row]
    assert minded
    assert all(row.index("For your body:") < row.index("<details") for row in minded)


def test_each_day_is_a_tap_away(client_of: Client, person: User) -> None:
    """Also after a change of a day, which brings the links back with the week."""
    routine = make_routine(person)
    today = today_of(person).weekday()
    wishes = {"minutes": "12", "weekdays": ["0"]}
    htmx = {"HX-Request": "true"}
    other = (today + 1) % 7
    rest = {"action": "rest", "weekday": str(other)}
    for response in (
        client_of.get(f"/routines/{routine.pk}/"),
        client_of.get("/routines/assemble/", wishes, headers=htmx),
        client_of.post(f"/routines/{routine.pk}/edit/", rest, headers=htmx),
    ):
        page = response.content.decode()
        links = re.findall(r'<a href="#(day-\d)"([^>]*)>', page.split("week-jumps")[1].split("</nav>")[0])
        assert [day for day, _more in links] == [f"day-{n}" for n in range(7)]
        assert all(f'id="{day}"' in page for day, _more in links)
        assert [n for n, (_day, more) in enumerate(links) if 'aria-current="date"' in more] == [today]
    assert 'class="plain"' in links[other][1]


def test_after_a_swap_the_step_is_marked_and_closed(client_of: Client, person: User) -> None:
    """Where a button is still there to be pressed again, its step stays open."""
    routine = make_routine(person)
    step = next(s for s in latest_version(routine).plan.day(0).steps if s.pose == "glute-bridge")
    offer = client_of.get(f"/routines/{routine.pk}/swap/{step.id}/").context["offers"][0]
    for data, is_open in (({"action": "down"}, True), ({"action": "swap", "pose": offer.doc.slug}, False)):
        sent = {"step": step.id, **data}
        page = client_of.post(f"/routines/{routine.pk}/edit/", sent, follow=True)
        row = next(r for d in page.context["week"] for r in d.steps if r.step.id == step.id)
        assert (row.is_changed, row.is_open) == (True, is_open)
    assert f'<li id="step-{step.id}" tabindex="-1" class="changed">' in page.content.decode()


def test_a_swap_offers_what_is_at_the_same_height_first(client_of: Client, person: User) -> None:
    routine, mixed = make_routine(person), 0
    for day in latest_version(routine).plan.days:
        there = {s.pose for s in day.steps}
        for step in day.steps:
            now = rung_of(gate_for(person).catalogue.poses[step.pose], step.rung)
            assert now
            assert now.position
            offers = client_of.get(f"/routines/{routine.pk}/swap/{step.id}/").context["offers"]
            at_hand = [o for o in offers if not o.missing and o.doc.slug not in there]
            elsewhere = [o.position.level is not now.position.level for o in at_hand]
            assert elsewhere == sorted(elsewhere), step.pose
            mixed += len(set(elsewhere)) > 1
    assert mixed, "some step has both"


def test_a_swap_that_means_more_getting_up_and_down_says_so_before(client_of: Client, person: User) -> None:
    routine, poses = make_routine(person), gate_for(person).catalogue.poses
    warned = 0
    for day in latest_version(routine).plan.days:
        for step in day.steps:
            page = client_of.get(f"/routines/{routine.pk}/swap/{step.id}/")
            for offer in page.context["offers"]:
                new = Step(step.id, offer.doc.slug, offer.rung.rung)
                then = tuple(new if s is step else s for s in day.steps)
                more = place_changes(then, poses) > place_changes(day.steps, poses)
                assert bool(offer.places_then) is more
                warned += more
            said = page.content.decode().count("is then done ")
            assert said == sum(bool(o.places_then) for o in page.context["offers"])
    assert warned


def test_while_a_sign_waits_it_is_named_and_nothing_is_called_suitable(
    client_of: Client, person: User
) -> None:
    routine = make_routine(person)
    step = next(s for s in latest_version(routine).plan.day(0).steps if s.pose == "glute-bridge")
    sign = f"You ticked “{shipped().red_flags['cancer'].text}”"
    urls = ("/routines/assemble/", f"/routines/{routine.pk}/swap/{step.id}/", f"/routines/{routine.pk}/")
    for waits in (False, True):
        answer_red_flags(person, ["cancer"] if waits else [])
        pages = [client_of.get(url).content.decode() for url in urls]
        assert [sign in page for page in pages] == [waits] * 3
        assert ("suit your body" in pages[1]) is not waits
        assert ("You can make a week all the same." in pages[0]) is waits


def test_a_swap_names_the_other_days_that_have_it(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    plan = latest_version(routine).plan
    step = next(s for s in plan.day(0).steps if s.pose == "glute-bridge")
    page = client_of.get(f"/routines/{routine.pk}/swap/{step.id}/")
    assert "strength around the hips" in page.content.decode()
    offer = next(o for o in page.context["offers"] if not o.also_on)
    assert edit(client_of, routine, action="rest", weekday="5") == 302
    add = {"action": "add", "pose": offer.doc.slug, "rung": int(offer.rung.rung)}
    assert edit(client_of, routine, **add, weekday="5") == 302
    again = client_of.get(f"/routines/{routine.pk}/swap/{step.id}/")
    assert next(o.also_on for o in again.context["offers"] if o.doc == offer.doc) == "Saturday"
    assert "Already part of Saturday." in again.content.decode()


def test_anything_that_is_open_can_take_a_place(client_of: Client, person: User) -> None:
    """A swap keeps to the job; beside it stands the way to whatever else one likes better."""
    routine = make_routine(person)
    plan = latest_version(routine).plan
    step = next(s for s in plan.day(0).steps if s.pose == "glute-bridge")
    url = f"/routines/{routine.pk}/add/?day=0&instead={step.id}"
    assert (
        f'href="{url.replace("&", "&amp;")}"'
        in client_of.get(f"/routines/{routine.pk}/swap/{step.id}/").content.decode()
    )
    page = client_of.get(url)
    offers = [o for _phase, found in page.context["phases"] for o in found]
    assert "glute-bridge" not in {o.doc.slug for o in offers}
    other = next(o for o in offers if o.doc.job not in (Job.STRENGTHEN, Job.BALANCE))
    sent = {"action": "instead", "step": step.id, "pose": other.doc.slug, "rung": int(other.rung.rung)}
    said = client_of.post(f"/routines/{routine.pk}/edit/", sent, follow=True)
    after = latest_version(routine).plan
    assert [s.pose for s in after.day(0).steps if s.id == step.id] == [other.doc.slug]
    assert len(after.day(0).steps) == len(plan.day(0).steps)
    assert f"{other.doc.name} in place of Glute bridge, on Monday." in said.content.decode()


def test_one_movement_is_offered_once(client_of: Client, person: User) -> None:
    """Without kneeling the supported low lunge is the standing hip stretch under a second name."""
    answer(person, kneel=Ability.NO)
    routine = make_routine(person)
    step = next(s for s in latest_version(routine).plan.steps if s.pose == "sphinx")
    swap = client_of.get(f"/routines/{routine.pk}/swap/{step.id}/").context["offers"]
    phases = client_of.get(f"/routines/{routine.pk}/add/?day=0").context["phases"]
    for offers in (swap, [o for _phase, found in phases for o in found]):
        slugs = {o.doc.slug for o in offers}
        assert "standing-chair-hip-flexor" in slugs
        assert "low-lunge-supported" not in slugs


def test_what_does_not_suit_takes_no_place(client_of: Client, person: User) -> None:
    answer(person, movements=(Movement.KNEELING,))
    routine = make_routine(person)
    step = latest_version(routine).plan.day(0).steps[0]
    sent = {"action": "instead", "step": step.id, "pose": "bird-dog", "rung": "1"}
    assert edit(client_of, routine, **sent) == 422
    assert "bird-dog" not in {s.pose for s in latest_version(routine).plan.steps}


def test_a_swap_everywhere_is_offered_for_the_days_that_it_changes(client_of: Client, person: User) -> None:
    """Not for those that have the other pose already: they keep what they have."""
    routine = make_routine(person)
    plan, gate = latest_version(routine).plan, gate_for(person)
    ruling, poses, offered = gate.lasting_ruling, gate.catalogue.poses, 0
    for step in plan.steps:
        page = client_of.get(f"/routines/{routine.pk}/swap/{step.id}/")
        for offer in page.context["offers"]:
            edited = swap_everywhere(plan, ruling, poses, step_id=step.id, pose=offer.doc.slug)
            changed = [d.weekday for d, was in zip(edited.days, plan.days, strict=True) if d != was]
            names = words.listed(map(words.day_name, changed), most=7)
            assert offer.everywhere_on == (names if len(changed) > 1 else "")
            offered += bool(offer.everywhere_on)
        assert page.content.decode().count('name="everywhere"') == sum(
            bool(o.everywhere_on) for o in page.context["offers"]
        )
    assert offered


def test_after_a_swap_it_says_where_the_old_one_still_is(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    plan = latest_version(routine).plan
    steps = next(s for s in by_pose(plan).values() if len(s) > 1 and s[0].pose != "belly-breathing")
    offer = client_of.get(f"/routines/{routine.pk}/swap/{steps[0].id}/").context["offers"][0]
    sent = {"action": "swap", "step": steps[0].id, "pose": offer.doc.slug}
    page = client_of.post(f"/routines/{routine.pk}/edit/", sent, follow=True).content.decode()
    assert f"{shipped().poses[steps[0].pose].name} is still part of " in page
    everywhere = {**sent, "everywhere": "1", "step": steps[1].id}
    page = client_of.post(f"/routines/{routine.pk}/edit/", everywhere, follow=True).content.decode()
    assert "is still part of" not in page


def test_a_change_says_how_long_its_days_are_now(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    plan = latest_version(routine).plan
    taken = plan.day(0).steps[1]
    page = client_of.post(
        f"/routines/{routine.pk}/edit/", {"action": "remove", "step": taken.id}, follow=True
    )
    after = latest_version(routine).plan.day(0)
    length = words.minutes(day_seconds(after.steps, shipped().poses))
    assert f"Now about {length} on Monday." in page.content.decode()
    moved = client_of.post(
        f"/routines/{routine.pk}/edit/", {"action": "down", "step": after.steps[0].id}, follow=True
    )
    assert "Now about" not in moved.content.decode()


def test_what_closes_everything_is_said_once(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    answer_red_flags(person, ["night_pain"])
    page = client_of.get(f"/routines/{routine.pk}/").content.decode()
    assert page.count("breathing and the body scan are open") == 1
    closed = sum(
        not r.ruling.allowed
        for d in client_of.get(f"/routines/{routine.pk}/").context["week"]
        for r in d.steps
    )
    assert page.count("Not for now") == closed > 3


def test_the_parts_of_what_may_be_added_are_a_tap_away(client_of: Client, person: User) -> None:
    page = client_of.get(f"/routines/{make_routine(person).pk}/add/?day=2").content.decode()
    links = re.findall(r'href="#(phase-\w+)"', page)
    assert len(links) > 3
    assert links == re.findall(r'<h2 id="(phase-\w+)"', page)


def test_a_refused_wish_has_the_focus_on_the_page_that_comes_back(client_of: Client) -> None:
    """Its field may be far above the button that saved, also without JavaScript."""
    page = client_of.post("/routines/assemble/", {"minutes": "12", "anchor": ""}).content.decode()
    assert re.findall(r'id="(\w+)-error"[^>]* autofocus', page) == ["weekdays"]
    assert "autofocus" not in client_of.get("/routines/assemble/").content.decode()


def test_the_button_that_saves_a_week_is_no_part_of_what_changes(client_of: Client) -> None:
    """A tap on it is never lost while the week below the finger comes anew."""
    asked = {"minutes": "12", "weekdays": ["0"]}
    page = client_of.get("/routines/assemble/", asked).content.decode()
    part = client_of.get("/routines/assemble/", asked, headers={"HX-Request": "true"}).content.decode()
    above, below = page.split('id="result"')
    assert [text.count('form="wishes"') for text in (above, below, part)] == [0, 1, 0]
    assert below.index('id="day-6"') < below.index('form="wishes"')


def test_htmx_brings_the_week_back_with_an_undo(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    step = latest_version(routine).plan.day(0).steps[0].id
    part = client_of.post(
        f"/routines/{routine.pk}/edit/", {"action": "remove", "step": step}, headers={"HX-Request": "true"}
    ).content.decode()
    assert part.strip().startswith('<div id="week"')
    assert "/restore/1/" in part


def test_htmx_is_led_to_another_page_as_a_whole(client_of: Client, person: User) -> None:
    """The stop page in place of a week would stand below the week's own heading."""
    routine = make_routine(person)
    answer_red_flags(person, ["both_legs"])
    sent = {"action": "remove", "step": "mon-1"}
    led = client_of.post(f"/routines/{routine.pk}/edit/", sent, headers={"HX-Request": "true"})
    assert (led.status_code, led.headers["HX-Redirect"], led.content) == (200, "/stop/", b"")


def test_a_week_says_when_only_what_is_quiet_is_open(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    answer_red_flags(person, ["night_pain"])
    for path in ("", "text/"):
        assert (
            "until then, breathing and the body scan"
            in client_of.get(f"/routines/{routine.pk}/{path}").content.decode()
        )


REFUSED = "hero-supported"


def test_no_way_puts_in_what_the_gate_refuses(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    edit(client_of, routine, action="add", pose=REFUSED, rung="1", weekday="0")
    with_it = latest_version(routine).number
    answer(person, conditions=(Condition.KNEE_REPLACEMENT,))
    said = recheck_all(person)
    assert any("hero" in sentence.lower() for sentence in said)
    assert edit(client_of, routine, action="add", pose=REFUSED, rung="0", weekday="0") == 422
    flexor = next(
        s for s in latest_version(routine).plan.steps
        if gate_for(person).catalogue.poses[s.pose].job == "hip_flexor"
    )  # fmt: skip
    assert edit(client_of, routine, action="swap", step=flexor.id, pose=REFUSED) == 422
    client_of.post(f"/routines/{routine.pk}/restore/{with_it}/")
    client_of.post(f"/routines/{routine.pk}/duplicate/")
    edit(client_of, routine, action="copy", weekday="0", target="1")
    assert REFUSED not in client_of.get(f"/routines/{routine.pk}/add/").content.decode()
    for kept in Routine.objects.filter(user=person):
        gate = gate_for(person)
        assert all(gate.ruling(s.pose, s.rung).allowed for s in latest_version(kept).plan.steps)


def test_delete_restore_rename_use(client_of: Client, person: User) -> None:
    routine, other = make_routine(person), make_routine(person, "Other")
    client_of.post(f"/routines/{routine.pk}/use/")
    routine.refresh_from_db()
    assert routine.is_active
    client_of.post(f"/routines/{other.pk}/rename/", {"name": "אחר 🌿"})
    other.refresh_from_db()
    assert other.name == "אחר 🌿"
    assert client_of.post(f"/routines/{other.pk}/rename/", {"name": "x" * 81}).status_code == 422
    client_of.post(f"/routines/{routine.pk}/delete/")
    assert client_of.get(f"/routines/{routine.pk}/").status_code == 404
    client_of.post(f"/routines/{routine.pk}/undelete/")
    assert client_of.get(f"/routines/{routine.pk}/").status_code == 200


def test_text_to_share_tells_nothing_of_the_body(client_of: Client, person: User) -> None:
    answer(person, sites=("front_hip_left",))
    routine = make_routine(person)
    text = client_of.get(f"/routines/{routine.pk}/text/").context["text"]
    assert "Monday" in text
    assert "you named" not in text.lower()


def test_what_leaves_the_screen_says_when_to_stop(client_of: Client, person: User) -> None:
    url = f"/routines/{make_routine(person).pk}/"
    on_paper = f'<p class="on-paper">{words.WHEN_TO_STOP}</p>'
    assert on_paper in client_of.get(url).content.decode()
    assert str(words.WHEN_TO_STOP) in client_of.get(f"{url}text/").content.decode()


def test_the_text_is_there_from_monday_to_sunday(client_of: Client, person: User) -> None:
    """Not in a field, of which paper shows only as much as fits."""
    page = client_of.get(f"/routines/{make_routine(person).pk}/text/")
    printed = page.content.decode().split("<pre", 1)[1].split("</pre>")[0]
    assert escape(page.context["text"]).strip() in printed
    assert all(day in printed for day in ("Monday:", "Friday:", "Sunday:"))


def test_a_week_and_its_offers_name_the_form_and_its_position(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    edit(client_of, routine, action="add", pose="kneeling-side-slide", rung="0", weekday="0")
    step = latest_version(routine).plan.day(0).steps[-1]
    week = client_of.get(f"/routines/{routine.pk}/").content.decode()
    row = week.split(f'id="step-{step.id}"')[1].split("</li>")[0]
    assert "Knee opens, on your back" in row
    assert "lying on the back" in row
    for page in (f"swap/{step.id}/", "add/?day=0"):
        response = client_of.get(f"/routines/{routine.pk}/{page}")
        found = response.context.get("offers") or [o for _, os in response.context["phases"] for o in os]
        assert found
        assert all(escape(o.rung.name) in response.content.decode() for o in found)


def test_practising_a_day_says_first_what_to_fetch(client_of: Client, person: User) -> None:
    version = latest_version(make_routine(person))
    page = client_of.get(f"/practise/?routine={version.pk}&day=0").content.decode()
    poses = shipped().poses
    forms = ((poses[s.pose], rung_of(poses[s.pose], s.rung)) for s in version.plan.day(0).steps)
    wanted = {p for doc, rung in forms if rung for p in to_fetch(doc, rung)}
    said = page.split("You need: ")[1].split("<span")[0]
    assert wanted
    assert all(p in said for p in wanted)
    assert "mat" not in said
    assert page.index('name="gentle"') < page.index('name="before"'), "a number starts at once"


def test_a_week_of_somebody_who_has_not_told_of_props_leads_to_the_question(
    client_of: Client, person: User
) -> None:
    answer(person, conditions=[Condition.KNEE])
    client_of.post("/routines/starters/weekly-backbone/")
    url = f"/routines/{person.routines.get().pk}/"
    way = 'href="/routines/assemble/#props"'
    assert way in client_of.get(url).content.decode()
    answer(person, props=["chair"])
    assert way not in client_of.get(url).content.decode()


def test_many_breaths_are_told_in_minutes_too(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    page = client_of.get(f"/routines/{routine.pk}/")
    told = 0
    for row in (r for d in page.context["week"] for r in d.steps):
        breathes = any(p.kind == "breaths" for p in row.rung.dose.parts)
        long = step_seconds(row.rung, row.step) >= LONG_BREATHS_S
        assert bool(row.takes) is (breathes and long), row.name
        told += bool(row.takes)
    assert told
    assert re.search(r"\d+ breaths, about \d minutes", page.content.decode())


def test_a_day_says_how_much_of_it_is_not_for_now(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    day = next(d for d in latest_version(routine).plan.days if len(d.steps) > 3)
    assert "not for now" not in client_of.get(f"/routines/{routine.pk}/").content.decode()
    answer_red_flags(person, ["cancer"])
    gate = gate_for(person)
    closed = sum(not gate.ruling(s.pose, s.rung).allowed for s in day.steps)
    assert 0 < closed < len(day.steps)
    page = client_of.get(f"/routines/{routine.pk}/").content.decode()
    assert f"{closed} of {len(day.steps)} not for now" in page


@pytest.mark.parametrize(
    ("slug", "rung", "told"),
    [
        ("hip-circles", Rung.STANDARD, ""),  # "On the edge of a chair" says it
        ("chair-figure-four", Rung.STANDARD, "on a chair"),
        ("sphinx", Rung.STANDARD, "lying on the front"),
    ],
)
def test_where_a_form_is_done_is_told_once(slug: str, rung: Rung, told: str) -> None:
    doc = shipped().poses[slug]
    form = rung_of(doc, rung)
    assert form
    assert place(form.position or doc.position, form) == told


def test_a_day_that_became_shorter_can_be_filled_up_again(client_of: Client, person: User) -> None:
    routine = make_routine(person)
    plan = latest_version(routine).plan
    long = max(plan.day(0).steps, key=lambda s: step_seconds(_rung(s), s))
    page = client_of.post(f"/routines/{routine.pk}/edit/", {"action": "remove", "step": long.id}, follow=True)
    in_order(
        page.content.decode(),
        'id="said"',
        f'href="/routines/{routine.pk}/add/?day=0"',
        "Add a pose to fill it up",
    )
    short = min(latest_version(routine).plan.day(2).steps, key=lambda s: step_seconds(_rung(s), s))
    page = client_of.post(f"/routines/{routine.pk}/edit/", {"action": "up", "step": short.id}, follow=True)
    assert "fill it up" not in page.content.decode()


def _rung(step: Step) -> RungDoc:
    rung = rung_of(shipped().poses[step.pose], step.rung)
    assert rung
    return rung


def test_a_week_says_which_answer_changed_or_left_out_what(client_of: Client, person: User) -> None:
    answer(person, conditions=[Condition.GLAUCOMA], props=["chair", "cushion", "blanket", "block"])
    page = client_of.get("/routines/assemble/").content.decode()
    named = shipped().conditions[Condition.GLAUCOMA].label
    in_order(
        page,
        "Left out:",
        f"(A caution for: {named}.)",
        "What is changed for your body is there because you ticked:",
    )
