"""The red-flag list, the stop page and My body: each page works, each refusal is right and loses nothing."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hipapp.core.clock import today_of
from hipapp.core.enums import Ability, Author, Condition, DayKind, FlagLevel, HoldKind, Movement, Rung, Site
from hipapp.core.models import User
from poses.body import views
from poses.body.answers import BodyAnswers
from poses.body.models import BodyVersion, Hold, RedFlagAnswer
from poses.body.questions import Question, asked_of
from poses.body.records import (
    answer,
    answer_red_flags,
    answers_of,
    ask_red_flags,
    latest_red_flags,
    mark_checked,
)
from poses.body.words import FLAG_GROUPS
from poses.content.loader import shipped
from poses.gatekeeping import gate_for
from poses.routines.plan import Day, Plan, Step
from poses.routines.records import create_routine, latest_version

pytestmark = pytest.mark.django_db

CHECK, STOP, SOON, BODY = "/check/", "/stop/", "/check/soon/", "/body/"
CONDITIONS = "/body/conditions/"
EMOJI_AND_RTL = "אחרי צחצוח שיניים 🪥 \u202eafter tea"


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def said(response: object) -> list[str]:
    return [str(m) for m in get_messages(response.wsgi_request)]  # type: ignore[attr-defined]


def guest() -> User:
    return User.objects.get()


def answered_days_ago(user: User, days: int, ticked: Iterable[str] = ()) -> RedFlagAnswer:
    """The list as it was answered some days ago, and not since."""
    user.red_flag_answers.all().delete()
    row = answer_red_flags(user, ticked)
    row.answered_on = today_of(user) - timedelta(days=days)
    row.asked_at = row.answered_at = timezone.now() - timedelta(days=days)
    row.save()
    return row


# -- the list --------------------------------------------------------------------------------------------


def test_check_works_for_anybody_and_makes_nobody_a_guest(client: Client) -> None:
    page = client.get(CHECK)
    assert page.status_code == 200
    assert not User.objects.exists()
    for flag in shipped().red_flags.values():
        assert f'value="{flag.slug}"' in text_of(page)
    assert "checked" not in text_of(page).split("<main")[1].split("</form>")[0]


@pytest.mark.parametrize(("url", "of"), [(CHECK, "red_flags"), (CONDITIONS, "conditions")])
def test_a_list_is_read_by_its_lines_and_says_how_many_they_are(client: Client, url: str, of: str) -> None:
    page = text_of(client.get(url)).split("<main")[1]
    parts = [part for part in shipped().parts.values() if part.of == of]
    assert f"{len(parts)} lines." in page
    folds = page.split('<details class="list-part"')[1:]
    assert len(folds) == len(parts)
    for fold, part in zip(folds, parts, strict=True):
        assert fold.startswith(">"), "closed until something in it was said"
        assert f"<strong>{part.heading}</strong> <small>{part.line}</small>" in fold
        assert [v.split("+")[0] for v in re.findall(r'value="([^"]+)"', fold.split("</details>")[0])] == [
            slug for slug in part.names if slug != Condition.HIP_REPLACEMENT_ANTERIOR
        ]


def test_a_sign_is_read_with_whom_to_see(client: Client) -> None:
    page = text_of(client.get(CHECK))
    for flag in shipped().red_flags.values():
        more = " Practice goes on." if flag.level is FlagLevel.TALK else ""
        unless = f"{flag.unless} " if flag.unless else ""
        assert f"<span>{flag.text}<small>{unless}{flag.whom}{more}</small></span>" in page


def test_a_pregnancy_among_the_signs_is_ticked_among_the_conditions(client_of: Client, person: User) -> None:
    BodyVersion.objects.filter(user=person).delete()
    client_of.post(CHECK, {"ticked": ["new_pregnancy"]})
    assert client_of.get(CONDITIONS).context["form"].initial["conditions"] == ["pregnancy"]
    assert answers_of(person).conditions is None, "shown, not yet said"
    client_of.post(CONDITIONS, {"none": "1"})
    assert answers_of(person).conditions == ()
    assert client_of.get(CONDITIONS).context["form"].initial["conditions"] == [], "what was said goes first"


def test_what_was_said_is_open_again(client_of: Client) -> None:
    client_of.post(CHECK, {"ticked": ["weight_loss"]})
    assert open_parts(client_of.get(CHECK)) == ["Weight, lumps and cancer"]
    wrong = client_of.post(CHECK, {"ticked": ["flare"], "none": "1"})
    assert open_parts(wrong) == ["Weight, lumps and cancer", "Just today"]
    client_of.post(CONDITIONS, {"conditions": ["wrist"]})
    assert open_parts(client_of.get(CONDITIONS)) == ["Neck, shoulders and hands"]


def open_parts(page: Any) -> list[str]:
    return re.findall(r'<details class="list-part" open>\s*<summary><span><strong>([^<]+)', text_of(page))


@pytest.mark.parametrize("url", [CHECK, CONDITIONS, "/body/movements/", "/body/sites/", "/body/props/"])
def test_none_of_these_waits_at_the_end(client: Client, url: str) -> None:
    assert 'class="save-bar list-bar at-end"' in text_of(client.get(url))
    assert "at-end" not in text_of(client.get("/body/abilities/"))


def test_the_lists_take_as_long_as_is_said(client: Client) -> None:
    """What is in sight, read at 200 to 260 words a minute, takes about a minute for each list."""
    for url in (CHECK, CONDITIONS):
        page = text_of(client.get(url)).split("<main")[1].split("</form>")[0]
        in_sight = re.sub(r'<div role="group".*?</div>', " ", page, flags=re.DOTALL)
        assert 0.5 * 200 < len(re.sub(r"<[^>]*>", " ", in_sight).split()) < 1.2 * 260
    assert "about two minutes" in text_of(client.get("/"))
    assert "about two minutes" in text_of(client.get("/poses/"))
    assert "about two minutes" in text_of(client.get("/poses/pelvic-tilts/"))
    assert "about two minutes" in text_of(client.get(BODY))


def test_what_is_only_worth_telling_says_that_practice_goes_on(client_of: Client) -> None:
    heading, line = FLAG_GROUPS[FlagLevel.TALK]
    assert "Practice goes on" in str(heading)
    assert "You practise as before" in str(line)
    client_of.post(CHECK, {"ticked": ["six_weeks"]})
    assert "Not for now" not in text_of(client_of.get("/poses/"))


def test_the_list_comes_before_its_answers_but_enter_presses_save(client: Client) -> None:
    form = text_of(client.get(CHECK)).split('<form method="post"')[1]
    assert form.index('name="save"') < form.index("saddle_numb") < form.index('name="none"')


@pytest.mark.parametrize("url", [CHECK, CONDITIONS, "/body/movements/", "/body/sites/", "/body/props/"])
def test_of_every_list_saving_is_filled_and_none_of_these_is_outlined(client: Client, url: str) -> None:
    form = text_of(client.get(url)).split('<form method="post"')[1].split("</form>")[0]
    shown = re.findall(r'name="(save|none)" value="1" class="btn btn-([a-z-]+) ', form)
    assert shown == [("save", "primary"), ("none", "outline-primary")]


def test_none_of_these_makes_a_guest_and_asks_for_conditions(client: Client) -> None:
    assert client.get(CHECK)  # sets the cookie
    page = client.post(f"{CHECK}?next=/practise/go/", {"none": "1"})
    assert page.status_code == 302
    assert page["Location"] == "/body/conditions/?next=%2Fpractise%2Fgo%2F"
    row = latest_red_flags(guest())
    assert row is not None
    assert row.ticked == []
    assert row.answered_on == today_of(guest())


def test_with_conditions_answered_the_list_leads_on_or_home(client_of: Client) -> None:
    assert client_of.post(f"{CHECK}?next=/practise/go/", {"none": "1"})["Location"] == "/practise/go/"
    assert client_of.post(CHECK, {"none": "1"})["Location"] == reverse("home")


@pytest.mark.parametrize("next_url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_next_to_another_host_is_ignored(client_of: Client, next_url: str) -> None:
    assert client_of.post(f"{CHECK}?next={next_url}", {"none": "1"})["Location"] == reverse("home")
    page = client_of.post(f"{CONDITIONS}?next={next_url}", {"none": "1"})
    assert page["Location"] == "/body/movements/"
    assert "evil" not in text_of(client_of.get(f"{STOP}?next={next_url}"))


def test_unanswered_is_not_none(client: Client) -> None:
    page = client.post(CHECK, {"save": "1"})
    assert page.status_code == 422
    assert "or tap “None of these”" in text_of(page)
    assert not User.objects.exists()


def test_none_with_ticks_is_a_contradiction_and_keeps_the_ticks(client_of: Client, person: User) -> None:
    before = RedFlagAnswer.objects.count()
    page = client_of.post(CHECK, {"none": "1", "ticked": ["flare", "cancer"]})
    assert page.status_code == 422
    assert "Only one of them can be true" in text_of(page)
    assert text_of(page).count(" checked") == 2
    assert RedFlagAnswer.objects.count() == before


def test_an_item_that_is_not_on_the_list_is_refused(client_of: Client) -> None:
    page = client_of.post(CHECK, {"ticked": ["no_such_item", "flare"]})
    assert page.status_code == 422
    assert "look through it once more" in text_of(page)
    assert 'value="flare" checked' in text_of(page)


def test_other_methods_are_refused(client_of: Client) -> None:
    assert client_of.put(CHECK).status_code == 405
    assert client_of.post(STOP).status_code == 405
    assert client_of.post(BODY).status_code == 405


@pytest.mark.parametrize(
    ("days", "because", "words"),
    [
        (0, "", "Something new?"),
        (28, "", "Four weeks have gone by"),
        (1, "session", "down the leg, or numbness"),
        (1, "worse", "sorer lately"),
    ],
)
def test_it_says_why_it_asks(client_of: Client, person: User, days: int, because: str, words: str) -> None:
    answered_days_ago(person, days)
    if because:
        ask_red_flags(person, because)
    assert words in text_of(client_of.get(CHECK))


def test_it_says_why_it_asks_the_first_time_and_by_link(client: Client, client_of: Client) -> None:
    assert "down the leg, or numbness" in text_of(client_of.get(f"{CHECK}?because=session"))
    assert "Something new?" in text_of(client_of.get(f"{CHECK}?because=<script>"))
    client.logout()
    assert "first of two lists" in text_of(client.get(CHECK))


# -- urgent ----------------------------------------------------------------------------------------------


def test_urgent_leads_to_the_stop_page_and_closes_everything(client_of: Client, person: User) -> None:
    page = client_of.post(f"{CHECK}?next=/practise/go/", {"ticked": ["saddle_numb", "flare"]})
    assert page["Location"] == "/stop/?next=%2Fpractise%2Fgo%2F"
    gate = gate_for(person)
    assert gate.state.stops
    assert not any(gate.ruling(*key).allowed for key in gate.catalogue.facts)
    stopped = text_of(client_of.get(page["Location"]))
    assert "Do not wait for an appointment." in stopped
    assert shipped().red_flags["saddle_numb"].text in stopped
    assert 'href="/check/?next=%2Fpractise%2Fgo%2F"' in stopped


def test_unlocking_asks_the_list_again(client_of: Client, person: User) -> None:
    client_of.post(CHECK, {"ticked": ["saddle_numb"]})
    again = client_of.get(CHECK)
    assert "as things are now" in text_of(again)
    assert "You ticked this last time." in text_of(again)
    assert 'value="saddle_numb" checked' not in text_of(again)
    assert client_of.post(CHECK, {"save": "1"}).status_code == 422
    assert gate_for(person).state.stops
    assert again.content.index(b'value="saddle_numb"') < again.content.rindex(b'name="none"'), (
        "not one tap away"
    )
    page = client_of.post(CHECK, {"none": "1"})
    assert page.status_code == 422
    assert "Say why practice may go on" in text_of(page)
    assert gate_for(person).state.stops
    client_of.post(CHECK, {"none": "1", "cleared": "mistake"})
    assert gate_for(person).ready
    assert RedFlagAnswer.objects.latest("asked_at").cleared == "mistake"
    assert "Why may practice" not in text_of(client_of.get(CHECK))
    assert "What you ticked on" not in text_of(client_of.get(STOP))


def test_the_stop_page_stays_while_the_list_waits_again(client_of: Client, person: User) -> None:
    client_of.post(CHECK, {"ticked": ["saddle_numb"]})
    ask_red_flags(person, "worse")
    assert "What you ticked on" in text_of(client_of.get(STOP))
    assert not gate_for(person).ready
    assert "Practice rests for now." in text_of(client_of.get(BODY))


def test_the_stop_sheet_names_conditions(client_of: Client, person: User) -> None:
    answer(person, conditions=(Condition.OSTEOPOROSIS,))
    client_of.post(CHECK, {"ticked": ["leg_weak"]})
    assert shipped().conditions[Condition.OSTEOPOROSIS].label in text_of(client_of.get(STOP))


def test_another_urgent_sign_keeps_the_stop_without_a_word_on_the_first(
    client_of: Client, person: User
) -> None:
    client_of.post(CHECK, {"ticked": ["saddle_numb"]})
    client_of.post(CHECK, {"ticked": ["saddle_numb", "both_legs"]})
    assert gate_for(person).state.open_items == ("both_legs", "saddle_numb")
    assert client_of.post(CHECK, {"ticked": ["both_legs"]}).status_code == 422
    assert client_of.post(CHECK, {"ticked": ["both_legs"], "cleared": "nonsense"}).status_code == 422


def test_the_stop_page_says_of_each_sign_whom_to_see(client_of: Client) -> None:
    client_of.post(CHECK, {"ticked": ["calf_swelling"]})
    main = text_of(client_of.get(STOP)).split("<main")[1]
    assert "See a doctor today, the same day: it can be a clot." in main
    assert "emergency department" not in main.split("What to tell them")[0]
    assert 'href="tel:112"' in main


def test_after_the_leg_what_fits_comes_first(client_of: Client, person: User) -> None:
    ask_red_flags(person, "session")
    page = text_of(client_of.get(CHECK))
    place = {f.slug: page.index(f'value="{f.slug}"') for f in shipped().red_flags.values()}
    assert len(place) == page.count('name="ticked"'), "each stands there once"
    legs = {f.slug for f in shipped().red_flags.values() if f.leg}
    assert legs == {"saddle_numb", "bladder_bowel", "sexual_feeling", "both_legs", "leg_weak", "one_leg"}
    assert max(place[s] for s in legs) < min(at for s, at in place.items() if s not in legs)
    assert page.index('value="one_leg"') < page.rindex('name="none"')


def test_after_the_leg_what_is_about_it_is_open_and_the_rest_folded(client_of: Client, person: User) -> None:
    ask_red_flags(person, "session")
    page = client_of.get(CHECK)
    first, rest = text_of(page).split('<h2 class="part">')[1:]
    assert open_parts(page) == ["Legs and feet", "Bladder, bowel and private parts"]
    for flag in shipped().red_flags.values():
        assert f'value="{flag.slug}"' in (first if flag.leg else rest)


def test_stop_works_signed_out_without_a_query_or_a_script_of_its_own(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        page = client.get(STOP)
    assert page.status_code == 200
    main = text_of(page).split("<main")[1].split("</main>")[0]
    assert "Stop, and do what stands above it." in main
    for flag in shipped().red_flags.values():  # and there it stands
        assert (
            flag.level is not FlagLevel.URGENT
            or flag.text in main.split(f"<h3>{flag.whom}</h3>")[1].split("<h3>")[0]
        )
    assert "Call your emergency number now." in main
    assert "<script" not in main
    assert "<form" not in main
    for flag in shipped().red_flags.values():
        assert (flag.text in main) is (flag.level is FlagLevel.URGENT)


# -- soon ------------------------------------------------------------------------------------------------


def test_soon_leaves_breathing_and_body_scan(client_of: Client, person: User) -> None:
    page = client_of.post(f"{CHECK}?next=/practise/go/", {"ticked": ["cancer", "six_weeks"]})
    assert page["Location"] == "/check/soon/?next=%2Fpractise%2Fgo%2F"
    gate = gate_for(person)
    assert {slug for slug, rung in gate.catalogue.facts if gate.ruling(slug, rung).allowed} == {
        "belly-breathing",
        "body-scan",
    }
    shown = text_of(client_of.get(page["Location"]))
    assert shipped().red_flags["cancer"].whom in shown
    assert shipped().red_flags["six_weeks"].text in shown
    assert 'href="/practise/go/"' in shown
    overview = text_of(client_of.get(BODY))
    closing, to_tell = (overview.index(shipped().red_flags[slug].text) for slug in ("cancer", "six_weeks"))
    assert closing < overview.index("Also worth telling a doctor:") < to_tell


def test_what_lies_in_the_past_is_looked_at_once_and_a_guest_goes_on_to_the_second_list(
    client_of: Client,
) -> None:
    once, second = "has to be looked at only once", "Go on to the second list"
    client_of.post(CHECK, {"ticked": ["cancer"]})
    page = text_of(client_of.get(SOON))
    assert once in page
    assert second not in page
    client_of.post(CHECK, {"ticked": ["weight_loss"]})
    assert once not in text_of(client_of.get(SOON))
    guest = Client()
    guest.post(CHECK, {"ticked": ["weight_loss"]})
    assert second in text_of(guest.get(SOON))


def test_checked_on_opens_the_rest(client_of: Client, person: User) -> None:
    client_of.post(CHECK, {"ticked": ["cancer"]})
    day = today_of(person)
    page = client_of.post(
        f"{SOON}?next=/practise/go/", {"cancer-on": day.isoformat(), "cancer-by": "Dr Núñez 👩‍⚕️"}
    )
    assert page["Location"] == "/practise/go/"
    assert gate_for(person).ready
    assert not gate_for(person).state.calm_only
    row = latest_red_flags(person)
    assert row is not None
    noted = {"on": day.isoformat(), "by": "Dr Núñez 👩‍⚕️", "noted": day.isoformat()}
    assert row.checked == {"cancer": noted}
    assert "Dr Núñez 👩‍⚕️" in text_of(client_of.get(SOON))


@pytest.mark.parametrize(
    ("on", "by", "message"),
    [
        ("future", "my doctor", "This date has not come yet"),
        ("old", "my doctor", "more than a year ago"),
        ("tomorrow-ish", "my doctor", "year-month-day"),
        ("", "my doctor", "On which day was it?"),
        ("today", "", "Who looked at it?"),
        ("today", "   ", "Who looked at it?"),
        ("today", "x" * 81, "80 characters"),
        ("", "", "at least one of them"),
    ],
)
def test_a_check_that_cannot_be_right_loses_nothing(
    client_of: Client, person: User, on: str, by: str, message: str
) -> None:
    client_of.post(CHECK, {"ticked": ["cancer", "weight_loss"]})
    today = today_of(person)
    days = {"future": today + timedelta(days=1), "old": today - timedelta(days=400), "today": today}
    typed = days[on].isoformat() if on in days else on
    other = (
        {"weight_loss-on": today.isoformat(), "weight_loss-by": "nurse כהן"} if message[:2] != "at" else {}
    )
    page = client_of.post(SOON, {"cancer-on": typed, "cancer-by": by, **other})
    assert page.status_code == 422
    shown = text_of(page)
    assert message in shown
    for value in (typed, by.strip(), *other.values()):
        assert not value or f'value="{value}"' in shown
    row = latest_red_flags(person)
    assert row is not None
    assert row.checked == {}


def test_one_of_two_checked_keeps_the_other_open(client_of: Client, person: User) -> None:
    client_of.post(CHECK, {"ticked": ["cancer", "weight_loss"]})
    day = today_of(person).isoformat()
    page = client_of.post(f"{SOON}?next=/poses/", {"cancer-on": day, "cancer-by": "my doctor"})
    assert page["Location"] == "/check/soon/?next=%2Fposes%2F"
    assert gate_for(person).state.open_items == ("weight_loss",)
    assert "cancer-by" not in text_of(client_of.get(SOON))


def test_a_refused_check_begins_at_the_first_field_that_is_wrong(client_of: Client, person: User) -> None:
    client_of.post(CHECK, {"ticked": ["cancer", "weight_loss"]})
    for said, first in (({"weight_loss-by": "my doctor"}, "weight_loss-on"), ({}, "cancer-on")):
        page = client_of.post(SOON, said).content.decode()
        assert re.findall(r'name="([\w-]+)"[^>]*autofocus', page) == [first]


def test_a_check_is_asked_again_after_four_weeks_and_offered_for_a_new_answer(
    client_of: Client, person: User
) -> None:
    row = answered_days_ago(person, 30, ["cancer"])
    mark_checked(row, "cancer", today_of(person) - timedelta(days=30), "Dr Who")
    assert client_of.get(SOON)["Location"] == CHECK  # the whole list is due first
    client_of.post(CHECK, {"ticked": ["cancer"]})
    shown = text_of(client_of.get(SOON))
    assert gate_for(person).state.calm_only
    assert 'value="Dr Who"' in shown


@pytest.mark.parametrize(("slug", "opens"), [("weight_loss", False), ("cancer", True)])
def test_an_old_check_opens_only_what_is_a_history(
    client_of: Client, person: User, slug: str, opens: bool
) -> None:
    client_of.post(CHECK, {"ticked": [slug]})
    day = (today_of(person) - timedelta(days=60)).isoformat()
    client_of.post(SOON, {f"{slug}-on": day, f"{slug}-by": "my doctor"})
    assert gate_for(person).state.calm_only is not opens


def test_the_soon_page_is_only_for_somebody_it_concerns(client: Client, person: User) -> None:
    assert client.get(SOON)["Location"].startswith(reverse("account_login"))
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(SOON)["Location"] == BODY
    client.post(CHECK, {"ticked": ["saddle_numb", "cancer"]})
    assert client.get(SOON)["Location"] == STOP
    person.red_flag_answers.all().delete()
    assert client.get(SOON)["Location"] == CHECK


def test_an_item_that_left_the_list_can_still_be_checked(client_of: Client, person: User) -> None:
    answer_red_flags(person, ["left_the_list"])
    assert "no longer on the list" in text_of(client_of.get(SOON))
    day = today_of(person).isoformat()
    client_of.post(SOON, {"left_the_list-on": day, "left_the_list-by": "my doctor"})
    assert gate_for(person).ready


# -- talk and gently -------------------------------------------------------------------------------------


def test_talk_is_a_note(client_of: Client, person: User) -> None:
    page = client_of.post(CHECK, {"ticked": ["six_weeks"]})
    assert page["Location"] == reverse("home")
    assert said(page) == [
        "Pain in your back or hip, not only stiffness, on most days for six weeks or more, and it is no better. "
        "Talk to a doctor or physiotherapist when you can. Practice goes on."
    ]
    assert gate_for(person).ready
    assert "six weeks or more, and it is no better" in text_of(client_of.get(BODY))


def test_gently_is_the_gentle_form(client_of: Client, person: User) -> None:
    page = client_of.post(CHECK, {"ticked": ["flare"]})
    assert "gentle form" in said(page)[0]
    assert gate_for(person).gentle


# -- questions -------------------------------------------------------------------------------------------


ASKED = asked_of(BodyAnswers())


@pytest.mark.parametrize("question", ASKED, ids=lambda q: q.slug)
def test_every_question_works_for_anybody(client: Client, question: Question) -> None:
    page = client.get(reverse("body_question", args=[question.slug]))
    assert page.status_code == 200
    assert f"{ASKED.index(question) + 1} of {len(ASKED)}" in text_of(page)
    assert (">Skip<" in text_of(page)) is (question.slug != "conditions")
    assert not User.objects.exists()


def test_an_unknown_question_is_not_found(client: Client) -> None:
    assert client.get("/body/shoe-size/").status_code == 404


ANSWERS = [
    ("conditions", {"conditions": ["knee", "wrist"]}, {"conditions": (Condition.KNEE, Condition.WRIST)}),
    ("conditions", {"none": "1"}, {"conditions": ()}),
    ("movements", {"movements": ["bending"]}, {"movements": (Movement.BENDING,)}),
    ("movements", {"none": "1"}, {"movements": ()}),
    ("sites", {"sites": ["low_back_left"]}, {"sites": (Site.LOW_BACK_LEFT,)}),
    ("how-long", {"how_long": "months"}, {"how_long": "months"}),
    ("abilities", {"floor": "care", "hands": "no"}, {"floor": "care", "kneel": None, "hands": "no"}),
    ("props", {"props": ["blanket", "chair"]}, {"props": ("blanket", "chair")}),
    ("props", {"none": "1"}, {"props": ()}),
    ("minutes", {"minutes": "15"}, {"minutes": 15}),
    (
        "days",
        {"weekdays": ["0", "6"], "anchor": EMOJI_AND_RTL},
        {"weekdays": (0, 6), "anchor": EMOJI_AND_RTL},
    ),
    ("days", {"weekdays": ["3"], "anchor": "  "}, {"weekdays": (3,), "anchor": None}),
    ("experience", {"experience": "regular"}, {"experience": "regular"}),
]


@pytest.mark.parametrize(("slug", "data", "stored"), ANSWERS)
def test_an_answer_is_kept_and_leads_on(
    client: Client, slug: str, data: dict[str, object], stored: dict[str, object]
) -> None:
    url = reverse("body_question", args=[slug])
    page = client.post(url, data)
    after = dict(zip([q.slug for q in ASKED], [q.slug for q in ASKED[1:]], strict=False)).get(slug)
    on = reverse("body_question", args=[after]) if after else BODY
    assert page["Location"] == on
    assert answers_of(guest()).model_dump(include=set(stored)) == stored
    client.post(url, data)
    assert BodyVersion.objects.count() == 1  # the same again is no new version


REFUSED = [
    ("conditions", {"save": "1"}, "or tap “None of these”"),
    ("conditions", {"none": "1", "conditions": ["knee"]}, "Only one of them can be true"),
    ("conditions", {"conditions": ["bend_bothers"]}, "look through it once more"),
    ("movements", {}, "or skip this question"),
    ("movements", {"none": "1", "movements": ["bending"]}, "Only one of them can be true"),
    ("sites", {"sites": ["elbow"]}, "look through it once more"),
    ("how-long", {}, "Choose one, or skip"),
    ("abilities", {}, "at least one of the three"),
    ("abilities", {"floor": "no", "kneel": "yes"}, "Kneeling needs a way down to the floor"),
    ("props", {"none": "1", "props": ["chair"]}, "Only one of them can be true"),
    ("minutes", {"minutes": "7"}, "look through it once more"),
    ("minutes", {"minutes": "many"}, "look through it once more"),
    ("days", {"anchor": "after tea"}, "at least one day"),
    ("days", {"weekdays": ["7"]}, "look through it once more"),
    ("days", {"weekdays": ["1"], "anchor": "x" * 201}, "200 characters"),
    ("days", {"weekdays": ["1"], "anchor": "a\x00b"}, "Null characters"),
    ("experience", {"experience": "guru"}, "look through it once more"),
]


@pytest.mark.parametrize(("slug", "data", "message"), REFUSED)
def test_a_wrong_answer_is_refused_at_its_field(
    client: Client, slug: str, data: dict[str, object], message: str
) -> None:
    page = client.post(reverse("body_question", args=[slug]), data)
    assert page.status_code == 422
    assert message in text_of(page)
    assert not User.objects.exists()


def test_a_contradiction_stands_at_its_field_and_keeps_what_was_chosen(
    client_of: Client, person: User
) -> None:
    page = client_of.post("/body/abilities/", {"floor": "no", "kneel": "yes", "hands": "care"})
    assert page.status_code == 422
    shown = text_of(page)
    assert 'id="kneel-error"' in shown
    assert shown.count(" checked") == 3
    assert answers_of(person).floor is None


def test_what_is_wrong_with_all_three_stands_above_them(client: Client) -> None:
    page = text_of(client.post("/body/abilities/", {}))
    assert page.index("at least one of the three") < page.index("<legend")


def test_what_is_wrong_with_a_text_stands_below_it_and_is_told_of_it(client_of: Client, person: User) -> None:
    client_of.post(CHECK, {"ticked": ["cancer"]})
    page = text_of(client_of.post(SOON, {"cancer-on": "", "cancer-by": "my doctor"}))
    field, error = page.index('name="cancer-on"'), page.index('id="id_cancer-on_error"')
    assert field < error < page.index("On which day was it?")
    assert 'aria-describedby="id_cancer-on_error"' in page


def test_a_refused_text_is_kept(client_of: Client) -> None:
    page = client_of.post("/body/days/", {"anchor": EMOJI_AND_RTL})
    assert page.status_code == 422
    assert f'value="{EMOJI_AND_RTL}"' in text_of(page)


def test_emoji_and_right_to_left_text_come_back(client_of: Client, person: User) -> None:
    client_of.post("/body/days/", {"weekdays": ["2"], "anchor": EMOJI_AND_RTL})
    assert f'value="{EMOJI_AND_RTL}"' in text_of(client_of.get("/body/days/"))
    assert f"<bdi>{EMOJI_AND_RTL}</bdi>" in text_of(client_of.get(BODY))


def test_markup_is_only_text(client_of: Client) -> None:
    client_of.post("/body/days/", {"weekdays": ["2"], "anchor": "<script>alert(1)</script>"})
    for url in ("/body/days/", BODY):
        assert "<script>alert" not in text_of(client_of.get(url))


def test_next_leads_straight_on_after_conditions(client: Client) -> None:
    page = client.post(f"{CONDITIONS}?next=/practise/go/", {"none": "1"})
    assert page["Location"] == "/practise/go/"


def test_editing_begins_with_the_answer_and_returns(client_of: Client, person: User) -> None:
    answer(person, conditions=(Condition.KNEE,), props=())
    shown = text_of(client_of.get(f"{CONDITIONS}?next=/body/"))
    assert 'value="knee" checked' in shown
    assert shown.count(" checked") == 1
    assert "1 of 9" not in shown
    assert "Your answer so far: None of these." in text_of(client_of.get("/body/props/?next=/body/"))
    assert client_of.post(f"{CONDITIONS}?next=/body/", {"conditions": ["knee"]})["Location"] == BODY


def test_an_answer_can_be_taken_back_but_not_a_required_one(client_of: Client, person: User) -> None:
    answer(person, floor=Ability.NO, kneel=Ability.NO)
    page = client_of.post("/body/abilities/?next=/body/", {"clear": "1"})
    assert page["Location"] == BODY
    assert answers_of(person).floor is None
    assert client_of.post(CONDITIONS, {"clear": "1"}).status_code == 422
    assert answers_of(person).conditions == ()


def test_a_movement_condition_told_elsewhere_stays(client_of: Client, person: User) -> None:
    answer(person, conditions=(Condition.BEND_BOTHERS, Condition.KNEE))
    client_of.post(CONDITIONS, {"conditions": ["wrist"]})
    assert answers_of(person).conditions == (Condition.WRIST, Condition.BEND_BOTHERS)


def test_a_change_says_what_changed_and_no_change_is_silent(
    client_of: Client, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "after_change", lambda user: ["My week: the low lunge is taken out."])
    assert said(client_of.post(CONDITIONS, {"none": "1"})) == []
    page = client_of.post(CONDITIONS, {"conditions": ["knee"]})
    assert said(page) == ["My week: the low lunge is taken out."]


def test_back_leads_through_the_questions(client: Client) -> None:
    assert 'href="/check/?next=%2Fposes%2F"' in text_of(client.get(f"{CONDITIONS}?next=/poses/"))
    assert 'href="/body/conditions/"' in text_of(client.get("/body/movements/"))
    assert 'href="/body/"' in text_of(client.get("/body/movements/?next=/body/")).split("back-link")[1][:40]


# -- overview --------------------------------------------------------------------------------------------


def test_body_invites_somebody_unknown(client: Client) -> None:
    page = client.get(BODY)
    assert page.status_code == 200
    assert 'href="/check/"' in text_of(page)
    assert not User.objects.exists()


def test_body_shows_answers_unanswered_and_none(client_of: Client, person: User) -> None:
    answer(person, movements=(Movement.KNEELING,), kneel=Ability.CARE, minutes=10, weekdays=(0, 4))
    shown = text_of(client_of.get(BODY))
    for words in (
        "<dt>Conditions</dt>",
        "None of those on the list",
        "Not answered",
        "Kneeling: with help or care",
        "10 minutes",
        "Monday",
        "Friday",
    ):
        assert words in shown
    assert "Asked again on" in shown


def test_body_says_that_the_list_waits(client_of: Client, person: User) -> None:
    ask_red_flags(person, "session")
    assert "The list waits for you" in text_of(client_of.get(BODY))
    person.red_flag_answers.all().delete()
    assert "Not answered yet" in text_of(client_of.get(BODY))


def test_body_lists_standing_holds_in_words(client_of: Client, person: User) -> None:
    today = today_of(person)
    holds: list[tuple[HoldKind, str, date | None, str]] = [
        (HoldKind.OUT, "low-lunge-supported", today, "It pinched, so it is out until tomorrow."),
        (HoldKind.OUT, "cat-cow-hinge", today - timedelta(days=1), "Long past."),
        (HoldKind.EASE, "hip-circles", None, "It felt too much, so only the easier form for now."),
        (HoldKind.GENTLE, "", today, "Your back was sorer, so the next session comes in the gentle form."),
    ]
    for kind, pose, until, reason in holds:
        Hold.objects.create(user=person, kind=kind, pose=pose, until=until, reason=reason)
    shown = text_of(client_of.get(BODY))
    name = gate_for(person).catalogue.name
    assert f"{name('low-lunge-supported')}: It pinched, so it is out until tomorrow." in shown
    assert "Long past." not in shown
    assert f"{name('hip-circles')}: It felt too much, so only the easier form for now." in shown
    gentle = "Your back was sorer, so the next session comes in the gentle form."
    assert shown.index(gentle) < shown.index("It pinched, so"), "what is of every pose comes first"


def test_nobody_sees_another_persons_answers(client: Client, person: User, stranger: User) -> None:
    answer(person, anchor="my secret tea", weekdays=(1,))
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    assert "my secret tea" not in text_of(client.get(BODY)) + text_of(client.get("/body/days/"))


@pytest.mark.parametrize("url", [CHECK, STOP, BODY, SOON, CONDITIONS, "/body/days/"])
def test_queries_stay_few_however_much_there_is(
    client_of: Client,
    person: User,
    url: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    answer_red_flags(person, ["cancer", "six_weeks"])
    client_of.get(BODY)  # the catalogue is in memory from here on
    with django_assert_max_num_queries(10) as few:
        assert client_of.get(url).status_code == 200
    for i in range(10):
        answer(person, minutes=5 + i % 2 * 5, anchor=f"after tea {i}")
        answer_red_flags(person, ["cancer", "six_weeks"])
        Hold.objects.create(user=person, kind=HoldKind.OUT, pose="hip-hinge", reason=f"reason {i}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert client_of.get(url).status_code == 200


def test_a_new_condition_changes_the_routine_and_says_so(client_of: Client, person: User) -> None:
    days = tuple(Day(d, DayKind.REST) for d in range(1, 7))
    step = Step("mon-1", "low-lunge-supported", Rung.STANDARD)
    plan = Plan((Day(0, DayKind.PRACTICE, (step,)), *days))
    routine = create_routine(person, "My week", plan, Author.PERSON)
    page = client_of.post(CONDITIONS, {"conditions": ["recent_surgery"]})
    assert said(page)
    assert said(page)[0].startswith("My week: ")
    assert latest_version(routine).author == Author.GATE


def test_an_answer_costs_no_more_queries_with_more_routines(client_of: Client, person: User) -> None:
    """Every routine is changed by it, and changed back by none."""

    def queries(data: dict[str, object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client_of.post(CONDITIONS, data).status_code == 302
        return len(captured)

    days = tuple(Day(d, DayKind.REST) for d in range(1, 7))
    plan = Plan((Day(0, DayKind.PRACTICE, (Step("mon-1", "low-lunge-supported", Rung.STANDARD),)), *days))
    counts = []
    queries({"none": "1"})  # the catalogue is in memory from here on
    for routines in (1, 12):
        for number in range(routines):
            create_routine(person, f"Week {number}", plan, Author.PERSON)
        counts.append((queries({"conditions": ["recent_surgery"]}), queries({"none": "1"})))
    assert all(latest_version(r).author == Author.GATE for r in person.routines.all())
    assert counts[0] == counts[1]


def test_an_answer_taken_back_says_what_would_be_open_again_and_puts_nothing_back(
    client_of: Client, person: User
) -> None:
    days = tuple(Day(d, DayKind.REST) for d in range(1, 7))
    step = Step("mon-1", "low-lunge-supported", Rung.STANDARD)
    routine = create_routine(
        person, "My week", Plan((Day(0, DayKind.PRACTICE, (step,)), *days)), Author.PERSON
    )
    client_of.post(CONDITIONS, {"conditions": ["recent_surgery"]})
    made = latest_version(routine)
    page = client_of.post(CONDITIONS, {"none": "1"})
    lunge = shipped().poses["low-lunge-supported"].name
    assert [s for s in said(page) if lunge in s and "open to you again" in s]
    assert latest_version(routine) == made
    client_of.get(BODY)  # the messages are read
    page = client_of.post("/body/minutes/", {"minutes": "15"})
    assert not [s for s in said(page) if lunge in s], "told once, not at every answer"
