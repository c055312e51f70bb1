"""Pages with figures and without; what is shown follows the person's choice, and so do its words."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from hipapp.core.enums import FigureBody, Rung, SkinTone
from hipapp.core.models import User
from journal.sessions.pictures import pictures_of
from journal.sessions.records import start
from journal.sessions.script import Form, build_script
from poses.content.loader import shipped
from poses.figures.made import made
from poses.gatekeeping import gate_for
from poses.routines.plan import Step
from tests.build import make_routine

pytestmark = pytest.mark.django_db

CAT, KNEEL = "cat-cow-hinge", "half-kneeling-hip-flexor"
ROUNDED, HOLLOWED = "On hands and knees, back rounded.", "On hands and knees, back gently hollowed."
TO_THE_LEFT, TO_THE_RIGHT = (f"Standing, upright, bent sideways to the {side}." for side in ("left", "right"))


def drawn(tag: str, user: User | None = None) -> str:
    request = RequestFactory().get("/")
    if user:
        request.user = user
    else:
        from django.contrib.auth.models import AnonymousUser

        request.user = AnonymousUser()
    return Template("{% load figures %}{% " + tag + " %}").render(Context({"request": request}))


def test_a_card_is_an_image_that_waits(figures: Path) -> None:
    assert drawn(f'figure_card "{CAT}" 1') == (
        f'<img class="fig" src="/static/figures/a/{CAT}-1-card.svg" alt="{ROUNDED}" width="800" height="600" '
        'loading="lazy" decoding="async">'
    )
    assert 'alt=""' in drawn(f'figure_card "{CAT}" 1 alt=False')


def test_the_right_side_is_the_mirror_image_in_words_too(figures: Path) -> None:
    for tag in ("figure_card", "figure_small", "figure_full"):
        right = drawn(f'{tag} "{KNEEL}" 1 "right"')
        assert 'class="fig fig-mirrored"' in right
        assert TO_THE_RIGHT in right
        left = drawn(f'{tag} "{KNEEL}" 1 "left"')
        assert "fig-mirrored" not in left
        assert TO_THE_LEFT in left


def test_a_movement_that_ends_in_a_rest_says_which_picture_is_the_rest() -> None:
    told = re.findall(r"<figcaption>([^<]+)", drawn('figure_full "sitting-reset" 1'))
    assert told == ["Breathing in", "Breathing out", "At rest"]


def test_ends_apart_from_the_breath_have_names_of_their_own(client: Client, db: None) -> None:
    page = client.get("/poses/sitting-reset/").content.decode()
    told = re.findall(r"<figcaption>([^<]+)", page)
    assert told == ["Rolled forward, low back hollow", "Rolled back, low back round", "At rest"]


def test_whoever_moves_apart_from_the_breath_names_both_ends() -> None:
    """Else its captions would tell of a breath that its text denies."""
    figures = made()
    for pose in shipped().poses.values():
        by_breath = {b.phase for b in pose.breath} >= {"in", "out"}
        for rung in pose.rungs:
            figure = figures.figure(pose.slug, rung.rung)
            apart = bool(figure and figure.moves and not by_breath)
            assert bool(rung.ends) == apart, f"{pose.slug} {rung.rung}"


def test_a_moving_pose_shows_both_ends_of_the_breath(figures: Path) -> None:
    both = drawn(f'figure_full "{CAT}" 1')
    assert re.findall(r'aria-label="([^"]+)"', both) == [HOLLOWED, ROUNDED]
    assert re.findall(r"<figcaption>([^<]+)", both) == ["Breathing in", "Breathing out"]
    assert re.findall(r'<use href="([^"]+)"', both) == [
        f"/static/figures/a/{CAT}-1-{frame}.svg#f" for frame in ("in", "out")
    ]


def test_nothing_is_put_where_nothing_is_drawn(figures: Path) -> None:
    for tag in ("figure_card", "figure_small", "figure_full"):
        assert drawn(f'{tag} "hip-circles" 1') == ""
        assert drawn(f'{tag} "never-heard-of" 2') == ""
    assert drawn('figure_of "hip-circles" 1 "b"') == ""


def test_without_words_it_is_hidden_from_readers(figures: Path) -> None:
    small = drawn(f'figure_small "{CAT}" 1 alt=False')
    assert 'aria-hidden="true"' in small
    assert "role=" not in small


def test_whoever_chose_sees_the_choice(figures: Path) -> None:
    user = User(figure_body=FigureBody.B)
    assert f'src="/static/figures/b/{CAT}-1-card.svg"' in drawn(f'figure_card "{CAT}" 1', user)
    # An image can't take the page's colours, so there is none once colours were chosen.
    user.figure_skin = SkinTone.DEEP
    card = drawn(f'figure_card "{CAT}" 1', user)
    assert "<img" not in card
    later, at_once = card.split("<noscript>")
    assert f'data-use="/static/figures/b/{CAT}-1-card.svg#f"' in later
    assert "href" not in later
    assert f'<use href="/static/figures/b/{CAT}-1-card.svg#f"' in at_once


# -- pages ---------------------------------------------------------------------------------------------------


def pages(person: User) -> list[str]:
    routine = make_routine(person)
    return [
        "/", "/poses/", f"/poses/{CAT}/", f"/poses/{KNEEL}/", f"/poses/{KNEEL}/?form=0", "/poses/?q=nothing-like-it",
        "/practise/", "/routines/", "/routines/assemble/", f"/routines/{routine.pk}/", f"/routines/{routine.pk}/add/",
        "/routines/starters/relief-sequence/", "/journal/", "/flare/", "/account/", "/account/figure/",
    ]  # fmt: skip


def test_every_page_is_whole_without_figures(no_figures: None, client_of: Client, person: User) -> None:
    for url in pages(person):
        page = client_of.get(url)
        assert page.status_code == 200, url
        assert "/static/figures/" not in page.content.decode(), url


def test_every_page_is_whole_with_some(figures: Path, client_of: Client, person: User) -> None:
    for url in pages(person):
        text = client_of.get(url).content.decode()
        found = re.findall(r"/static/figures/[ab]/([a-z-]+)-\d-[a-z]+\.svg", text)
        assert set(found) <= {CAT, KNEEL, "standing-reset"}, url


def test_figures_cost_no_query(
    client_of: Client, person: User, request: pytest.FixtureRequest, django_assert_max_num_queries: Any
) -> None:
    urls = pages(person)
    request.getfixturevalue("no_figures")
    for url in urls:
        client_of.get(url)
    counts = []
    for url in urls:
        with django_assert_max_num_queries(60) as without:
            client_of.get(url)
        counts.append(len(without))
    request.getfixturevalue("figures")
    for url, count in zip(urls, counts, strict=True):
        with django_assert_max_num_queries(count):
            client_of.get(url)


def test_the_library_shows_each_card_in_the_form_it_offers(figures: Path, client: Client) -> None:
    text = client.get("/poses/", {"no_floor": "on"}).content.decode()
    assert f"/static/figures/a/{CAT}-0-card.svg" in text
    assert f"/static/figures/a/{CAT}-1-card.svg" not in text


def test_the_ladder_has_a_picture_for_each_rung(figures: Path, client: Client) -> None:
    text = client.get(f"/poses/{CAT}/").content.decode()
    ladder = text.split('id="ladder"')[1]
    assert re.findall(rf"figures/a/{CAT}-(\d)-card", ladder) == ["0", "1", "2"]
    assert text.count(f"{CAT}-1-in.svg") == 1


def test_a_pose_of_two_sides_says_which_one_is_shown(figures: Path, client: Client) -> None:
    assert "<figcaption>Left side</figcaption>" in client.get(f"/poses/{KNEEL}/").content.decode()
    assert "Left side" not in client.get(f"/poses/{CAT}/").content.decode().split('id="ladder"')[0]


def test_a_day_shows_what_comes(figures: Path, client_of: Client, person: User) -> None:
    routine = make_routine(person)
    text = client_of.get(f"/routines/{routine.pk}/").content.decode()
    home = client_of.get("/")
    assert [a.name for a in home.context["ahead"]]
    for url in ("/", "/practise/"):
        page = client_of.get(url)
        is_drawn = any(a.pose in (CAT, KNEEL) for a in page.context["ahead"])
        assert ("fig-row" in page.content.decode()) is is_drawn
    assert "day-steps" in text


def test_the_player_tells_the_rest_after_the_movement(person: User) -> None:
    gate = gate_for(person)
    steps = [Step("s", "sitting-reset", Rung.STANDARD)]
    built = build_script(steps, gate.catalogue.poses, gate.ruling, Form.PLANNED, "One", "rules")
    words = pictures_of(built.script, person)["sitting-reset/1"]["words"]["left"]
    assert words.index("Breathing in:") < words.index("Breathing out:") < words.index("At rest: Sitting")


def test_the_player_knows_every_picture_of_its_session(
    figures: Path, client_of: Client, person: User
) -> None:
    gate = gate_for(person)
    steps = [
        Step("s", CAT, Rung.STANDARD),
        Step("t", KNEEL, Rung.STANDARD),
        Step("u", "hip-circles", Rung.STANDARD),
    ]
    built = build_script(steps, gate.catalogue.poses, gate.ruling, Form.PLANNED, "Two", "rules")
    session = start(person, built.script)
    page = client_of.get(f"/practise/{session.pk}/")
    pictures = page.context["config"]["pictures"]
    assert {f"{CAT}/1", f"{CAT}/0", f"{KNEEL}/1"} <= set(pictures)
    assert pictures[f"{CAT}/1"] == {
        "frames": {f: f"/static/figures/a/{CAT}-1-{f}.svg" for f in ("in", "out")},
        "cover": "out",
        "words": dict.fromkeys(("left", "right"), f"Breathing in: {HOLLOWED} Breathing out: {ROUNDED}"),
    }
    assert pictures[f"{KNEEL}/1"]["words"] == {"left": TO_THE_LEFT, "right": TO_THE_RIGHT}
    assert not [key for key in pictures if key.startswith("hip-circles")]
    assert "pictures" not in session.script
    plain = page.content.decode().split('id="plain"')[1]
    assert plain.count("fig-mirrored") == 1
