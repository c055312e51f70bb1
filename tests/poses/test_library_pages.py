"""The list and the page of a pose, without JavaScript and by htmx."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils.html import escape

from hipapp.core.enums import (
    Ability,
    Condition,
    Job,
    Level,
    Movement,
    Phase,
    Position,
    Region,
    Rung,
    Verdict,
)
from hipapp.core.labels import label
from hipapp.core.models import User
from poses.body.records import answer, answer_red_flags, ask_red_flags
from poses.content.loader import shipped
from poses.library.search import Filters, find, fold
from poses.templatetags.library import MEANT_FOR
from tests.build import make_routine
from tests.told import in_order

pytestmark = pytest.mark.django_db

SIT_HIGH = "Sit high, and stand up or lie down as soon as sitting bothers you."


def shown(client: Client, **query: Any) -> list[str]:
    return [card.doc.slug for card in client.get("/poses/", query).context["cards"]]


@pytest.mark.parametrize("slug", sorted(shipped().poses))
def test_every_pose_has_its_page(client: Client, slug: str) -> None:
    doc = shipped().poses[slug]
    page = client.get(f"/poses/{slug}/")
    assert page.status_code == 200
    assert all(
        part in page.content.decode() for part in ("Stop if", "Easier and harder", "Cautions by condition")
    )
    assert page.context["doc"] == doc


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("virasana", "hero-supported"),
        ("Baddha Koṇāsana", "supported-butterfly"),
        ("cat cow", "cat-cow-hinge"),
        ("BRIDGE", "glute-bridge"),
        ("psoas", "half-kneeling-hip-flexor"),
        ("tight from sitting", "half-kneeling-hip-flexor"),
        ("back pain", "pelvic-tilts"),
        ("sore lower back", "knee-to-chest-rock"),
        ("exercises for my lower back", "pelvic-tilts"),
        ("piriformis", "hip-circles"),
        ("hip flexors", "low-lunge-supported"),
        ("sciatica", "body-scan"),
        ("slipped disc stretches", "body-scan"),
    ],
)
def test_search(client: Client, query: str, slug: str) -> None:
    assert slug in shown(client, q=query)


def test_a_pose_says_how_many_of_a_thing_it_needs(client: Client) -> None:
    page = client.get("/poses/supine-knees-side-twist/").content.decode()
    assert "With: two firm cushions" in page


def test_the_best_answers_come_first(client: Client) -> None:
    assert shown(client, q="tight from sitting")[0] == "half-kneeling-hip-flexor"
    lower_back = [shipped().poses[slug] for slug in shown(client, q="sore lower back")]
    places = [Region.LOW_BACK in doc.regions for doc in lower_back]
    assert places == sorted(places, reverse=True)


@pytest.mark.parametrize(
    "query", ["cant kneel", "I can't kneel", "no kneeling", "without kneeling, back pain"]
)
def test_who_cannot_kneel_is_not_shown_kneeling(client: Client, query: str) -> None:
    cards = client.get("/poses/", {"q": query}).context["cards"]
    assert cards
    assert not {c.form.position for c in cards} & {Position.KNEELING, Position.HANDS_KNEES}


def test_a_condition_finds_only_what_its_rules_leave_open(client: Client) -> None:
    page = client.get("/poses/", {"q": "hip replacement"})
    new_hip = (Condition.HIP_REPLACEMENT_POSTERIOR, Condition.HIP_REPLACEMENT_ANTERIOR)
    cards = page.context["cards"]
    assert 0 < len(cards) < len(shipped().poses)
    for card in cards:
        assert all(card.form.rung.cells[c].verdict is not Verdict.AVOID for c in new_hip), card.doc.slug
    assert "no pose here treats it" in page.content.decode()
    assert "no pose here treats it" not in client.get("/poses/", {"q": "hip"}).content.decode()


def test_a_card_shows_the_form_that_passes_the_filter(client: Client) -> None:
    page = client.get("/poses/", {"no_floor": "on"})
    cards = {c.doc.slug: c for c in page.context["cards"]}
    assert all(c.form.position.level in (Level.SEATED, Level.STANDING) for c in cards.values())
    assert cards["body-scan"].form.position is Position.CHAIR
    assert 'href="/poses/body-scan/?form=0"' in page.content.decode()
    steps = client.get("/poses/body-scan/", {"form": "0"}).context["chosen"].steps
    assert steps == shipped().poses["body-scan"].rungs[0].steps


def test_filters(client: Client) -> None:
    assert set(shown(client, no_floor="on")) & {"hip-hinge", "standing-reset"}
    assert "kneeling-side-slide" in shown(client, no_kneeling="on"), "its easier form lies on the back"
    assert "half-kneeling-hip-flexor" not in shown(client, no_kneeling="on")
    assert all(shipped().poses[s].job is Job.TWIST for s in shown(client, job="twist"))
    assert "hero-supported" not in shown(client, limit_props="on")
    assert len(shown(client, minutes="1")) < len(shown(client))


def test_a_sentence_says_which_word_was_passed_over(client: Client) -> None:
    page = client.get(
        "/poses/", {"q": "stiff after sitting in the van", "no_kneeling": "on"}
    ).content.decode()
    in_order(page, "No pose is about “<bdi>van</bdi>”.", "needs no kneeling", "Sitting reset")
    nothing = client.get("/poses/", {"q": "qwertz", "no_kneeling": "on"}).content.decode()
    assert "needs no kneeling" not in nothing, "there is none to show"


def test_whoever_searches_still_finds_the_way_to_what_suits(client: Client, person: User) -> None:
    page = client.get("/poses/", {"q": "stiff"}).content.decode()
    in_order(
        page, "pose-card", "No pose says yet whether it suits you.", 'href="/check/?next=/poses/%3Fq%3Dstiff"'
    )
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert "No pose says yet" not in client.get("/poses/", {"q": "stiff"}).content.decode()


def test_a_card_says_what_is_not_at_home_and_what_is_closed_stands_apart(
    client_of: Client, person: User
) -> None:
    """Two cards said "Not at hand", and many with the same chair said nothing of it."""
    answer(person, conditions=[Condition.KNEE_REPLACEMENT], props=["blanket"])
    page = client_of.get("/poses/").content.decode()
    cards = re.findall(r'<li class="card-hip pose-card">.*?</li>', page, flags=re.DOTALL)
    comfort = 'href="/poses/(body-scan|belly-breathing)/'
    asks = [c for c in cards if re.search(r"With:[^<]*sturdy chair", c) and not re.search(comfort, c)]
    assert asks
    for card in asks:
        assert "Not at hand: sturdy chair" in card or "Not for now" in card or "Needs one of" in card
    parts, closed = page.split('<h2 class="part-of-day">Not for now</h2>')
    closed = closed.split("</section>")[0]
    assert "Not for now" in closed
    assert "Not for now" not in parts
    assert 'class="lacks"' in parts
    assert 'class="lacks"' not in closed


def test_a_form_that_lacks_a_prop_is_not_told_as_one_that_may_not_be_done(
    client_of: Client, person: User
) -> None:
    answer(
        person, conditions=(Condition.HIP_OSTEOARTHRITIS,), movements=(), floor=Ability.YES, kneel=Ability.YES
    )
    card = "Needs one of these: cushion or pillow; folded blanket. Have you got one?"
    assert card in client_of.get("/poses/", {"q": "sitting reset"}).content.decode()
    answer(person, props=["cushion"])
    text = client_of.get("/poses/sitting-reset/").content.decode()
    in_order(text, "Not for now", "Harder (", "It takes something from home:", "Standard (", 'id="ladder"',
             "note-avoid closed-forms", "Harder:", "note-calm closed-forms", "It takes something from home",
             "Standard:", "Not at hand: folded blanket")  # fmt: skip


def test_what_one_cannot_do_is_offered_to_be_kept_until_it_is(client_of: Client, person: User) -> None:
    text = client_of.get("/poses/", {"no_kneeling": "on"}).content.decode()
    assert 'href="/body/abilities/?no=kneel&amp;next=/poses/%3Fno_kneeling%3Don"' in text
    answer(person, kneel=Ability.NO)
    text = client_of.get("/poses/", {"no_kneeling": "on"}).content.decode()
    assert "Keep “No kneeling”" not in text
    assert "Your practice keeps to “No kneeling” too." in text


def test_an_empty_result_says_what_to_drop(client: Client) -> None:
    page = client.get("/poses/", {"q": "virasana", "no_kneeling": "on", "job": "twist"})
    assert page.context["cards"] == []
    text = page.content.decode()
    assert "No pose fits all of that" in text
    only = client.get("/poses/", {"q": "virasana", "job": "twist"})
    assert {address for address, _, _ in only.context["drop"]} == {"?job=twist", "?q=virasana"}
    assert "Search without it" in only.content.decode()


@pytest.mark.parametrize(
    "query", [{"job": "wings"}, {"minutes": "x"}, {"q": "x" * 500}, {"position": "<script>"}]
)
def test_nonsense_filters_do_no_harm(client: Client, query: dict[str, str]) -> None:
    page = client.get("/poses/", query)
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_htmx_gets_only_the_results(client: Client) -> None:
    part = client.get("/poses/", {"q": "hinge"}, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<section id="results"')
    assert "<html" not in part


def test_every_card_says_what_it_is_for_this_body(client_of: Client, person: User) -> None:
    answer(person, conditions=(Condition.KNEE_REPLACEMENT, Condition.HIP_REPLACEMENT_POSTERIOR))
    page = client_of.get("/poses/").content.decode()
    assert page.count('class="verdict') + page.count('class="lacks"') == len(shipped().poses)
    assert page.count('class="lacks"') > 0, "a missing prop is no verdict, and has no sign of one"
    assert "hero-supported" not in shown(client_of, suits_me="on")


def test_not_now_gives_the_reason_first_and_folds_the_steps(client_of: Client, person: User) -> None:
    answer(person, conditions=(Condition.KNEE_REPLACEMENT, Condition.HIP_REPLACEMENT_POSTERIOR))
    page = client_of.get("/poses/hero-supported/").content.decode()
    assert 'action="/routines/' not in page
    in_order(
        page,
        "Not for now",
        "which your new hip must not do",
        "Instead",
        "/poses/standing-chair-hip-flexor/",
        "Yoga after hip replacement",
        '<details class="card-hip folded">',
        'id="how"',
        "</details>",
    )


def test_adapt_gives_the_open_forms_and_their_changes_first(client_of: Client, person: User) -> None:
    answer(person, conditions=(Condition.DISC_LEG,))
    chair, standard, harder = shipped().poses["cat-cow-hinge"].rungs
    page = client_of.get("/poses/cat-cow-hinge/")
    text = page.content.decode()
    how = chair.cells[Condition.DISC_LEG].how
    assert how
    in_order(text, chair.name, how, "Not for now", standard.name, harder.name, 'id="how"', chair.steps[0])
    assert page.context["chosen"].rung == chair
    assert "?form=" not in text, "a form that is not open is not offered"
    assert client_of.get("/poses/cat-cow-hinge/", {"form": "1"}).context["chosen"].rung == chair


@pytest.mark.parametrize("told", [None, (), (Condition.KNEE, Condition.HIP_REPLACEMENT_POSTERIOR)])
def test_the_steps_come_before_the_other_forms_and_what_else_there_is(
    client: Client, person: User, told: tuple[Condition, ...] | None
) -> None:
    if told is not None:
        answer(person, conditions=told, props=("cushion",))
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/poses/reclined-twist-cushions/")
    text, chosen = page.content.decode(), page.context["chosen"]
    in_order(
        text, "<h1>", 'class="form-name"', chosen.rung.name, "Do it now", 'id="how"', "fig-frame",
        chosen.steps[0], chosen.steps[-1], "Keep in mind", "Stop if", 'id="ladder"', "Muscles",
    )  # fmt: skip
    assert text[text.index("<main") : text.index("</main>")].count("btn-primary") == 1


def test_the_ways_to_the_other_forms_stand_above_the_steps(client_of: Client) -> None:
    text = client_of.get("/poses/glute-bridge/", {"form": "0"}).content.decode()
    in_order(text, '?form=0" aria-current="true">Easier', '?form=1">Standard', '?form=2">Harder', 'id="how"')
    below = text[text.index('id="ladder"') :]
    assert below.count("Show this form") == 2
    assert below.count('href="#how"') == 1


def test_a_change_says_what_it_is_there_for(client_of: Client, person: User) -> None:
    answer(person, conditions=(Condition.DISC_LEG,), movements=(Movement.SITTING,))
    text = client_of.get("/poses/cat-cow-hinge/").content.decode()
    asked_as = shipped().conditions[Condition.DISC_LEG].label
    how = shipped().poses["cat-cow-hinge"].rungs[0].cells[Condition.DISC_LEG].how or ""
    in_order(text, how, f"You ticked: {asked_as}.", SIT_HIGH, "You ticked: Sitting.", 'id="how"')
    assert how not in text[text.index('id="ladder"') : text.index('class="ground"')], (
        "what stands above is not said again with the same form"
    )


def test_a_closed_form_names_the_answer_that_closes_it(client_of: Client, person: User) -> None:
    answer(person, conditions=(Condition.OSTEOPOROSIS,), movements=())
    bones = f"You ticked: {shipped().conditions[Condition.OSTEOPOROSIS].label}."
    text = client_of.get("/poses/sphinx/").content.decode()
    in_order(text, 'class="note-avoid closed-forms"', bones)
    answer(person, conditions=(), movements=(Movement.KNEELING,))
    closed = client_of.get("/poses/hero-supported/").content.decode()
    in_order(closed, 'id="not-now-title"', "You said that kneeling hurts.", "Instead")
    assert "You ticked: Kneeling" not in closed, "the sentence says so itself"


def test_a_change_that_is_the_same_in_every_form_stands_there_once(client_of: Client, person: User) -> None:
    answer(person, conditions=(), movements=(Movement.SITTING,))
    text = client_of.get("/poses/chair-figure-four/").content.decode()
    forms = text[text.index('id="ladder"') : text.index('class="ground"')]
    assert forms.count(SIT_HIGH) == 1
    in_order(forms, "In every form", SIT_HIGH, "Standard:", "Easier:", "Harder:")
    # Only one form of this one is done sitting.
    text = client_of.get("/poses/cat-cow-hinge/").content.decode()
    forms = text[text.index('id="ladder"') : text.index('class="ground"')]
    in_order(forms, "Easier: ", SIT_HIGH)
    assert "In every form" not in forms


def test_adding_to_the_routine_stands_beside_doing_it_now(client_of: Client, person: User) -> None:
    assert "Add to my routine" not in client_of.get("/poses/glute-bridge/").content.decode()
    routine = make_routine(person)
    text = client_of.get("/poses/glute-bridge/", {"form": "2"}).content.decode()
    in_order(
        text, "Do it now", "Add to my routine", f'action="/routines/{routine.pk}/edit/"', '<option value="2" selected>',
        'id="how"',
    )  # fmt: skip


def test_a_missing_prop_is_a_question_then_a_fact(client_of: Client, person: User) -> None:
    answer(person, conditions=(Condition.WRIST,))
    url = "/poses/hero-supported/"
    how_to = shipped().poses["hero-supported"].rungs[1].cells[Condition.WRIST].how or ""
    asked = client_of.get(url).content.decode()
    in_order(
        asked, "Needs a sturdy chair. Have you one?", "a bench or low wall", "/body/props/?next=/poses/hero"
    )
    assert asked.count("Have you one?") == 1
    assert "Have you one?" in client_of.get("/poses/", {"q": "hero"}).content.decode()
    answer(person, props=("mat",))
    told = client_of.get(url).content.decode()
    assert "Not at hand: sturdy chair." in told
    answer(person, props=("chair",))
    opened = client_of.get(url).content.decode()
    assert "Your forms of this pose" in opened
    assert how_to in opened
    above = asked[: asked.index('id="how"')]
    assert how_to not in above, "what cannot be done yet does not read as an instruction"


def test_the_list_stands_under_the_parts_of_a_practice_until_something_is_searched(client: Client) -> None:
    text = client.get("/poses/").content.decode()
    assert re.findall(r'<h2 class="part-of-day">([^<]+)', text) == [
        str(label(phase)) for phase in Phase if any(d.phase is phase for d in shipped().poses.values())
    ]
    assert text.count('<h3 class="h3"><a') == len(shipped().poses)
    found = client.get("/poses/", {"q": "bridge"}).content.decode()
    assert "part-of-day" not in found
    assert '<h2 class="h3"><a' in found


def test_a_caution_says_the_verdict_in_a_word(client: Client) -> None:
    text = "".join(
        client.get(f"/poses/{slug}/").content.decode() for slug in ("hero-supported", "glute-bridge")
    )
    cautions = text[text.index('class="cautions"') :]
    for word in ("fine", "fine with a change", "not for now"):
        assert f": {word}.</span>" in cautions
    assert "</span> :" not in cautions
    assert "&lt;" not in cautions


def test_what_kind_of_pose_it_is_is_a_line_and_no_pills(client: Client) -> None:
    text = client.get("/poses/glute-bridge/").content.decode()
    in_order(text, "Kind of pose:", "Lying on the back")
    assert 'class="chip"' not in text[text.index('id="how"') : text.index("Keep in mind")]


def test_fine_goes_as_far_as_what_was_told(client_of: Client, person: User) -> None:
    page = client_of.get("/poses/standing-reset/").content.decode()
    in_order(page, "Fine, as far as we know", "/body/movements/")
    assert "/body/abilities/" not in page, "standing asks nothing of floor, knees or hands"
    yes = Ability.YES
    answer(person, movements=(), floor=yes, kneel=yes, hands=yes)
    for path in ("/poses/standing-reset/", "/poses/"):
        settled = client_of.get(path).content.decode()
        assert ">Fine<" in settled
        assert "you’ve told us" not in settled


def test_the_basis_of_a_rule_is_named_once_a_list(client_of: Client, person: User) -> None:
    answer(person, conditions=(Condition.GLAUCOMA, Condition.DISC_LEG))
    page = client_of.get("/poses/hip-hinge/").content.decode()
    assert "(common caution)" not in page
    assert "(study: Eye pressure in head-down yoga positions)" in page


def test_without_both_answers_there_is_no_verdict(client: Client, db: None) -> None:
    half = User.objects.create_user("half@example.org", "correct horse battery")
    answer_red_flags(half, [])
    client.force_login(half, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/poses/standing-reset/").content.decode()
    assert '<p class="verdict' not in page
    assert "/body/conditions/?next=/poses/standing-reset/" in page
    assert '<p class="verdict' not in client.get("/poses/").content.decode()


def test_while_the_list_waits_nothing_is_said_of_the_body(client_of: Client, person: User) -> None:
    ask_red_flags(person, "periodic")
    for path in ("/poses/", "/poses/standing-reset/"):
        page = client_of.get(path).content.decode()
        assert '<p class="verdict' not in page
        assert "The safety list comes first" in page


def test_pages_cost_the_same_queries_whatever_was_answered(
    client_of: Client, person: User, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10) as few:
        client_of.get("/poses/")
    answer(person, conditions=(Condition.DISC_LEG, Condition.KNEE), floor=Ability.CARE)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client_of.get("/poses/", {"q": "sciatica"})


def test_the_whole_library_is_light(client_of: Client, person: User) -> None:
    """All poses at most 60 kB of HTML, CSS and JavaScript, gzipped, for somebody with many answers."""
    answer(person, conditions=tuple(Condition)[:4], floor=Ability.CARE)
    page = client_of.get("/poses/").content
    files = re.findall(r'(?:href|src)="/static/([^"#]+\.(?:css|js))"', page.decode())
    assert "django_htmx/htmx-2.min.js" in files
    parts = [page, *(Path(finders.find(f) or "").read_bytes() for f in files)]
    assert sum(len(gzip.compress(part)) for part in parts) < 60_000


def test_unknown_pose(client: Client) -> None:
    assert client.get("/poses/headstand/").status_code == 404


def test_dropping_a_filter_finds_what_it_says() -> None:
    poses = list(shipped().poses.values())
    filters = Filters(q="virasana", job=(Job.TWIST,))
    dropping = find(poses, filters, lambda *_: True).drop
    assert dropping
    for name, count in dropping:
        assert len(find(poses, filters.without(name), lambda *_: True).matches) == count


def test_fold() -> None:
    assert fold("Can’t kneel: Setu Bandhāsana") == "cant kneel setu bandhasana"


def test_each_part_of_the_list_says_what_it_is_for(client: Client) -> None:
    assert set(MEANT_FOR) == set(Phase)
    page = client.get("/poses/").content.decode()
    phases = {doc.phase for doc in shipped().poses.values()}
    assert all(f'<p class="quiet part-for">{escape(MEANT_FOR[phase])}</p>' in page for phase in phases)


def test_a_prop_that_the_shown_form_does_not_need_says_for_which_form_it_is(client: Client) -> None:
    standard = client.get("/poses/sitting-reset/").context["props"]
    assert [(p.slug, [r.rung for r in only]) for p, only in standard] == [
        ("chair", []),
        ("mat", [Rung.HARDER]),
        ("blanket", [Rung.HARDER]),
    ]
    harder = client.get("/poses/sitting-reset/?form=2").context["props"]
    assert all(not only for _, only in harder)
    assert "for: Harder (On the floor, raised)" in client.get("/poses/sitting-reset/").content.decode()


@pytest.mark.parametrize("slug", sorted(shipped().poses))
def test_how_sure_a_claim_is_stands_once(client: Client, slug: str) -> None:
    said = client.get(f"/poses/{slug}/").context["claims"]
    assert len({tag for tag, _ in said}) == len(said)
    texts = [text for _, sources in said for _, its in sources for text in its]
    assert sorted(texts) == sorted(claim.text for claim in shipped().poses[slug].claims)
