"""Every page in every state, once: for the tests with axe, and for the contact sheets of `make pages`."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from django.utils import timezone
from playwright.sync_api import Page, Response, ViewportSize

from hipapp.core.clock import today_of
from hipapp.core.enums import Author, DayKind
from journal.sessions.records import write_down
from poses.gatekeeping import gate_for
from poses.routines import edit
from poses.routines.records import save_version
from tests.browser import acts, people
from tests.browser.acts import (
    Act,
    all_of,
    filled,
    opened,
    pressed,
    saved_by_key,
    scripted,
    seconds,
    sent,
    shown,
    tapped,
)
from tests.browser.people import PLAYED, Known, Who
from tests.build import finished, make_session

Path = str | Callable[[Known], str]


@dataclass(frozen=True)
class State:
    """`before` prepares the database, `do` is done on the page, `status` is that of the page looked at in the end."""

    name: str
    who: Who
    path: Path
    do: Act | None = None
    before: Callable[[Known], object] | None = None
    status: int = 200
    media: Literal["screen", "print"] = "screen"
    #: What the console may say: of a page that is an error itself, that it is one.
    says: str = ""
    #: The page's clock stands still; it has to have been put in, and is there for good.
    clock: bool = False
    #: The server can send mail.
    mail: bool = False
    #: Has nothing that another state has not: the everyday tests leave it out.
    twin: bool = False

    @property
    def slug(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    def address(self, k: Known) -> str:
        return self.path if isinstance(self.path, str) else self.path(k)

    def is_excused(self, complaint: str) -> bool:
        return bool(self.says and self.says in complaint) or (
            self.status >= 400 and str(self.status) in complaint
        )


PHONE = ViewportSize(width=390, height=844)
PAPER = ViewportSize(width=794, height=1123)  # A4


def visit(page: Page, url: str, state: State, k: Known) -> int:
    """Bring a page into this state; the status with which it came."""
    if state.before:
        state.before(k)
    if state.clock:
        _stand_still(page)
    page.set_viewport_size(PAPER if state.media == "print" else PHONE)
    page.emulate_media(media=state.media, color_scheme="light", reduced_motion="reduce")
    seen: list[int] = []

    def note(response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == page.main_frame:
            seen.append(response.status)

    page.on("response", note)
    page.goto(url + state.address(k))
    if state.do:
        state.do(page, k)
    page.remove_listener("response", note)
    return seen[-1]


def _stand_still(page: Page) -> None:
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 2)


def left(page: Page, state: State) -> None:
    """What the player told is with the server, so that nothing of it comes while another state is shown."""
    if state.clock:
        page.context.set_offline(False)
        page.clock.resume()
        acts.all_sent(page)
        page.goto("about:blank")


# -- the areas -----------------------------------------------------------------------------------------------------

NOBODY, NEW, EMPTY, FULL, TOLD = Who.NOBODY, Who.NEW, Who.EMPTY, Who.FULL, Who.TOLD
SORE, ASKING, STOPPED, CALM, PLAYING = Who.SORE, Who.ASKING, Who.STOPPED, Who.CALM, Who.PLAYING
LONG = "x" * 300
WRONG_RATING = "for (const b of document.querySelectorAll('main .rating button')) b.value = '99'"

HOME = (
    State("welcome", NOBODY, "/"),
    State("about", NOBODY, "/about/"),
    State("home, nothing answered", EMPTY, "/"),
    State("home, new", NEW, "/"),
    State("home, practice day", FULL, "/", before=people.today(DayKind.PRACTICE)),
    State("home, morning after", FULL, "/", before=people.yesterday),
    State("home, short day", FULL, "/", before=people.today(DayKind.SHORT)),
    State("home, rest day", FULL, "/", before=people.today(DayKind.REST)),
    State("home, gentle day", FULL, "/", before=people.today(DayKind.PRACTICE, "flare")),
    State("home, in the middle", FULL, "/", before=people.begun),
    State("home, done", FULL, "/", before=people.done),
    State("home, moved to tomorrow", FULL, "/", tapped("Move to tomorrow"), people.today(DayKind.PRACTICE)),
    State("home, not today", FULL, "/", tapped("Not today"), people.today(DayKind.PRACTICE)),
    State("home, enough for today", PLAYING, "/", before=people.numb),
    State("home, the coach waits", SORE, "/", before=people.anew),
    State("home, a question is over", ASKING, "/", before=people.answered),
    State("home, stopped", STOPPED, "/"),
    State("home, calm only", CALM, "/"),
    State("style page", FULL, "/style/"),
)

ACCOUNT = (
    State("sign in", NOBODY, "/account/login/"),
    State("sign in, wrong", NOBODY, "/account/login/", sent("Sign in", login="ada@example.org", password="wrong")),
    State("sign in, nothing filled in", NOBODY, "/account/login/", sent("Sign in", login="ada", password="")),
    State("sign in, a guest", NEW, "/account/login/"),
    State("sign in, a guest, not chosen", NEW, "/account/login/",
          sent("Sign in", login="ada@example.org", password="wrong")),
    State("sign up", NOBODY, "/account/signup/"),
    State("sign up, wrong", NOBODY, "/account/signup/", sent("Make the account", email="ada", password1="short")),
    State("reset, no mail", NOBODY, "/account/password/reset/"),
    State("reset", NOBODY, "/account/password/reset/", mail=True),
    State("reset, wrong", NOBODY, "/account/password/reset/", sent("Send the link", email="ada"), mail=True),
    State("reset, sent", NOBODY, "/account/password/reset/", sent("Send the link", email="ada@example.org"), mail=True),
    State("reset by link", NOBODY, people.reset_key),
    State("reset by link, wrong", NOBODY, people.reset_key, sent("Save", password1="ab", password2="cd")),
    State("reset by link, done", NOBODY, people.reset_key,
          sent("Save", password1="a quiet evening walk", password2="a quiet evening walk")),
    State("reset by link, too old", NOBODY, lambda k: people.reset_key(k, "abc-123")),
    State("account switched off", NOBODY, "/account/inactive/"),
    State("account", FULL, "/account/"),
    State("account, a guest", NEW, "/account/"),
    State("keep it", NEW, "/account/keep/"),
    State("keep it, wrong", NEW, "/account/keep/", sent("Make the account", email="ada", password="short"), status=422),
    State("the figure", NOBODY, "/account/figure/"),
    State("the figure, saved", FULL, "/account/figure/", sent("Save")),
    State("the figure, wrong", FULL, "/account/figure/",
          all_of(scripted("document.querySelector('[name=skin]:checked').value = 'x'"), tapped("Save")), status=422),
    State("change the password", FULL, "/account/password/change/"),
    State("change the password, wrong", FULL, "/account/password/change/",
          sent("Save", oldpassword="wrong", password1="ab", password2="cd")),
    State("confirm it is you", FULL, "/account/reauthenticate/"),
    State("confirm it is you, wrong", FULL, "/account/reauthenticate/", sent("Confirm", password="wrong")),
    State("sign out", FULL, "/account/logout/"),
    State("sign out, a guest", NEW, "/account/logout/"),
    State("delete everything", FULL, "/account/delete/"),
)  # fmt: skip

#: Questions that "none of these" can answer.
ENDS_WITH_NONE = {"movements", "sites", "props"}
QUESTIONS = ("movements", "sites", "how-long", "abilities", "props", "minutes", "days", "experience")

BODY = (
    State("safety list", NOBODY, "/check/"),
    State("safety list, wrong", NOBODY, "/check/", saved_by_key(), status=422),
    State("safety list, after a session", NEW, "/check/?because=session"),
    State("safety list, again after stop", STOPPED, "/check/"),
    State("safety list, nothing said of the change", STOPPED, "/check/", tapped("None of these"), status=422),
    State("stop, emergency", NOBODY, "/stop/"),
    State("stop", STOPPED, "/stop/"),
    State("checked by", CALM, "/check/soon/"),
    State("checked by, wrong", CALM, "/check/soon/", sent("Save", **{"night_pain-by": "my doctor"}), status=422),
    State("safety list, something to check", CALM, "/check/"),
    State("my body, nobody", NOBODY, "/body/"),
    State("my body, empty", EMPTY, "/body/"),
    State("my body", FULL, "/body/"),
    State("my body, for now", PLAYING, "/body/", before=people.sharp),
    State("my body, stopped", STOPPED, "/body/"),
    State("my body, calm only", CALM, "/body/"),
    State("question 1, new person", EMPTY, "/body/conditions/"),
    State("question 1, wrong", EMPTY, "/body/conditions/", saved_by_key(), status=422),
    State("question 1, changed", TOLD, "/body/conditions/?next=/body/"),
    State("question 2, details", TOLD, "/body/details/"),
    State("question 2, wrong", TOLD, "/body/details/", sent("Save", hip_operated_on="2999-01-01"), status=422),
    *(State(f"question, {slug}", NEW, f"/body/{slug}/") for slug in QUESTIONS),
    *(
        State(
            f"question, {slug}, wrong", NEW, f"/body/{slug}/",
            saved_by_key() if slug in ENDS_WITH_NONE else tapped("Save"), status=422,
        )
        for slug in QUESTIONS
    ),
    State("question, changed", FULL, "/body/sites/?next=/body/"),
    State("all questions answered", NEW, "/body/experience/", sent("Save", experience=True)),
)  # fmt: skip

POSES = (
    State("poses", NOBODY, "/poses/"),
    State("poses, nothing answered", EMPTY, "/poses/"),
    State("poses, new", NEW, "/poses/"),
    State("poses, told", TOLD, "/poses/"),
    State("poses, calm only", CALM, "/poses/?q=breathing"),
    State("poses, filters open", NEW, "/poses/?q=hip&no_kneeling=on", opened("More filters")),
    State("poses, no hit", NOBODY, "/poses/?q=nothing-like-it&job=breath"),
    State("poses, bad filters", NOBODY, f"/poses/?minutes=99&job=no-such&q={LONG[:90]}"),
    State("poses, a condition", NOBODY, "/poses/?q=arthritis"),
    State("poses, misspelled", NOBODY, "/poses/?q=hipp"),
    State("a pose", NOBODY, "/poses/glute-bridge/"),
    State(
        "a pose, a gentle day", FULL, "/poses/pelvic-tilts/", before=people.today(DayKind.PRACTICE, "flare")
    ),
    State("a pose, not on a gentle day", FULL, "/poses/glute-bridge/"),
    State("a pose, done before", FULL, "/poses/cat-cow-hinge/", before=people.today(DayKind.PRACTICE)),
    State("a pose, to add", FULL, "/poses/cat-cow-hinge/", opened("Add to my routine")),
    State("a pose, cautions open", NEW, "/poses/glute-bridge/", opened("condition")),
    State("a pose, changed for you", TOLD, "/poses/reclined-twist-cushions/"),
    State("a pose, not for you", TOLD, "/poses/hero-supported/", opened("How it goes")),
    State("a pose, on hold", PLAYING, "/poses/bird-dog/", before=people.sharp),
    State("a pose of old", NOBODY, "/poses/standing-twist/", before=people.retired, status=410),
    State("sore today", NOBODY, "/flare/"),
    State("sore today, new", NEW, "/flare/"),
    State("sore today, stopped", STOPPED, "/flare/"),
    State("sore today, calm only", CALM, "/flare/"),
    State("when to be cautious", NOBODY, "/cautious/"),
    State("rules", NOBODY, "/safety/"),
    State("rules of a condition", NOBODY, "/safety/?condition=knee&pose=low-lunge-supported"),
    State("rules of a pose", NOBODY, "/safety/low-lunge-supported/"),
    State("rules, fine ones too", NOBODY, "/safety/?pose=hip-hinge&fine=on"),
)


NO_DAYS = "for (const e of document.querySelectorAll('[name=weekdays]')) e.checked = false"


def _of(rest: str = "") -> Callable[[Known], str]:
    return lambda k: f"/routines/{k.routine.pk}/{rest}".replace("STEP", k.step)


def _history(k: Known) -> None:
    """At least two versions."""
    people.today(DayKind.REST)(k)
    people.today(DayKind.PRACTICE)(k)


def _copy(k: Known) -> str:
    """A routine beside the one in use."""
    return f"/routines/{people.copied(k).pk}/"


A_STEP = r"^Adjust "
TOO_MUCH = (
    "const e = document.querySelector('[name=amount0]'); e.closest('details').open = true; e.value = '999'"
)

ROUTINE = (
    State("routines, nobody", NOBODY, "/routines/"),
    State("routines, none yet", NEW, "/routines/"),
    State("routines", FULL, "/routines/", before=people.copied),
    State("a starter", NEW, "/routines/starters/relief-sequence/"),
    State("a starter, told", TOLD, "/routines/starters/relief-sequence/"),
    State("make my week, nobody", NOBODY, "/routines/assemble/"),
    State("make my week, nobody, no day", NOBODY, "/routines/assemble/?asked=1&minutes=12", status=422),
    State("make my week", NEW, "/routines/assemble/"),
    State("make my week, told", TOLD, "/routines/assemble/", opened("Its", "Why")),
    State("make my week, wrong", FULL, "/routines/assemble/",
          all_of(filled(anchor=LONG), scripted(NO_DAYS), tapped("Save as my week")), status=422),
    State("routine", FULL, _of()),
    State("routine, a step to change", FULL, _of(), opened("Why", A_STEP)),
    State("routine, a day to change", FULL, _of(), opened("Change the day")),
    State("routine, taken out", FULL, _of(), all_of(opened(A_STEP), tapped("Take out", shows="#said"))),
    State("routine, refused", FULL, _of(), all_of(scripted(TOO_MUCH), tapped("Save", shows="main [role=alert]")),
          says="422"),
    State("routine, told", TOLD, _of(), opened("What was fitted")),
    State("routine, calm only", CALM, _of()),
    State("routine, not in use", FULL, _copy),
    State("routines, one deleted", FULL, _copy, tapped("Delete")),
    State("add a pose", FULL, _of("add/?day=2")),
    State("add a pose, calm only", CALM, _of("add/")),
    State("swap", FULL, _of("swap/STEP/")),
    State("rename", FULL, _of("rename/")),
    State("rename, wrong", FULL, _of("rename/"), sent("Save", name=""), status=422),
    State("earlier versions", FULL, _of("history/"), before=_history),
    State("as text", FULL, _of("text/")),
)  # fmt: skip


def _play(k: Known) -> str:
    return f"/practise/{make_session(k.me, *PLAYED).pk}/"


def _player(name: str, *do: Act, who: Who = PLAYING, slug: str = "", says: str = "") -> State:
    path = (lambda k: f"/practise/{make_session(k.me, slug).pk}/") if slug else _play
    return State(f"player, {name}", who, path, all_of(*do), people.healed, says=says, clock=True)


def _after(before: int | None, after: int | None) -> Callable[[Known], str]:
    return lambda k: f"/practise/{finished(k.me, before=before, after=after).pk}/after/"


PRACTISE = (
    State("practise, new", NEW, "/practise/"),
    State("practise", FULL, "/practise/", before=people.today(DayKind.PRACTICE)),
    State("practise, one is open", FULL, "/practise/", before=people.begun),
    State("practise, gentle day", FULL, "/practise/", before=people.today(DayKind.PRACTICE, "flare")),
    State("practise, wrong rating", FULL, "/practise/", all_of(scripted(WRONG_RATING), tapped("3")),
          people.today(DayKind.PRACTICE), status=422),
    State("practise, a question runs", ASKING, "/practise/?day=0", before=people.trial),
    State("practise, calm only", CALM, "/practise/"),
    _player("before it begins", shown("#player[data-phase=ready]")),
    _player("how is your back", opened("How are back and hips")),
    _player("running", seconds(24), shown("#player[data-phase=work]")),
    _player("folds open", seconds(24), opened("How to do it", "When to stop", "How are back and hips")),
    _player("paused", seconds(24), pressed("pause"), shown("#player[data-phase=paused]")),
    _player("too much", seconds(24), pressed("too-much"), shown("#notice")),
    _player("waiting", pressed("skip"), shown("#player[data-phase=waiting]")),
    _player("change sides", pressed("skip", "pause"), seconds(24), pressed("skip"), shown("#pose-side")),
    _player("breathing", pressed("pause"), seconds(24), shown("#turns"), slug="belly-breathing"),
    _player("nothing done", pressed("skip"), shown("#end-panel"), slug="glute-bridge"),
    _player("over", seconds(75), shown("#end-panel"), slug="glute-bridge"),
    _player("over, offline", acts.offline, seconds(75), shown("#end-panel"), pressed("onwards"),
            slug="glute-bridge", says="ERR_INTERNET_DISCONNECTED"),
    _player("without scripts", acts.without_player, says="ERR_FAILED"),
    _player("sharp", seconds(24), pressed("sharp"), shown("#sharp-panel"), who=Who.HURT),
    _player("down the leg", seconds(24), pressed("numb"), shown("#urgent")),
    State("after, how was it", PLAYING, _after(4, None), before=people.healed),
    State("after, say more", PLAYING, _after(None, None), opened("Say more"), people.healed),
    State("after, rated", PLAYING, _after(4, 3), opened("Change it"), people.healed),
    State("after, sorer", PLAYING, _after(3, 8), before=people.healed),
    State("after, nothing done", PLAYING, lambda k: f"{_play(k)}after/", before=people.healed),
    State("after, wrong", PLAYING, _after(4, None),
          all_of(opened("Say more"), filled(note=LONG * 14), tapped("Done")), people.healed, status=422),
)  # fmt: skip


def _by_hand(k: Known) -> str:
    """Written down with neither a time nor a pose."""
    then = timezone.now() - timedelta(days=70)
    entry = write_down(k.me, started_at=then, minutes=10, title="Practice", day_only=True)
    return f"/journal/{entry.pk}/"


def _entry(k: Known) -> str:
    return f"/journal/{k.entry.pk}/"


def _twice(k: Known) -> str:
    """A day with two entries."""
    for _ in range(2):
        finished(k.me, days_ago=3, before=5, after=4)
    return f"/journal/?day={today_of(k.me) - timedelta(days=3)}"


def _month_before(k: Known) -> str:
    return f"/journal/?month={today_of(k.me).replace(day=1) - timedelta(days=1):%Y-%m}"


NOT_IN_WEEK = "document.querySelector('[name=did]').value = 'hip-hinge-of-old'"

JOURNAL = (
    State("journal, empty", NEW, "/journal/"),
    State("journal", FULL, "/journal/"),
    State("journal, the month before", FULL, _month_before),
    State("journal, a day", FULL, _twice),
    State("journal, a month without", FULL, "/journal/?month=2001-02"),
    State("journal, deleted", FULL, _entry, tapped("Delete")),
    State("journal, write down", FULL, "/journal/add/"),
    State("journal, write down, wrong", FULL, "/journal/add/",
          sent("Write it down", day="2999-01-01", minutes="many", note=LONG * 14), status=422),
    State("journal, write down, not in the week", FULL, "/journal/add/",
          all_of(filled(did=True), scripted(NOT_IN_WEEK), tapped("Write it down")), status=422),
    State("journal, written down", FULL, "/journal/add/", tapped("Write it down")),
    State("journal, written down, of the week", FULL, "/journal/add/", sent("Write it down", did=True)),
    State("journal, an entry", FULL, _entry),
    State("journal, an entry without poses", FULL, _by_hand),
    State("journal, an entry, wrong", FULL, _entry, sent("Save", minutes="601"), status=422),
    State("rate again", FULL, "/", all_of(scripted(WRONG_RATING), tapped("3")), people.yesterday, status=422),
    State("trends, empty", NEW, "/trends/"),
    State("trends", FULL, "/trends/"),
    State("trends, tables open", FULL, "/trends/", opened("ratings as a table")),
)  # fmt: skip


def _trial(begun_ago: int = 0, end: str = "") -> Callable[[Known], str]:
    return lambda k: f"/coach/trial/{people.trial(k, begun_ago, end).pk}/"


def _ask(k: Known) -> str:
    k.me.trials.all().delete()
    return f"/coach/ask/{k.asked}/"


def _meanwhile_out(page: Page, k: Known) -> None:
    """The pose that it is about was taken out of the routine, on another device perhaps."""
    plan, pose = k.plan, k.me.suggestions.open().get().pose
    for step in plan.steps:
        if step.pose == pose:
            plan = edit.remove(plan, step.id)
    save_version(k.routine, plan, Author.PERSON, "Taken out", gate=gate_for(k.me))
    tapped("Try it")(page, k)


UNCHOSEN = (
    "for (const e of document.querySelectorAll('[name=weeks]')) { e.checked = false; e.required = false }"
)

COACH = (
    State("coach, no routine", NEW, "/coach/"),
    State("coach, nothing practised", TOLD, "/coach/"),
    State("coach", FULL, "/coach/", opened("poses of your routine")),
    State("coach, calm only", CALM, "/coach/"),
    State("coach, a suggestion", SORE, "/coach/", before=people.anew),
    State("coach, its numbers", SORE, "/coach/", opened("The numbers"), people.anew),
    State("coach, tried", SORE, "/coach/", tapped("Try it"), people.anew),
    State("coach, not now", SORE, "/coach/", tapped("Not now"), people.anew),
    State("coach, never", SORE, "/coach/", tapped("Suggest nothing"), people.anew),
    State("coach, too late", SORE, "/coach/", _meanwhile_out, people.anew, status=422),
    State("every change, none", NEW, "/coach/log/"),
    State("every change", SORE, "/coach/", all_of(tapped("Try it"), acts.gone_to("/coach/log/")), people.anew),
    State("what it said before", SORE, lambda k: f"/coach/replay/?week={today_of(k.me) - timedelta(days=3)}",
          opened("The numbers"), people.anew),
    State("what it said before, nothing", NEW, "/coach/replay/"),
    State("ask my back, no routine", NEW, "/coach/ask/"),
    State("ask my back", ASKING, "/coach/ask/", before=people.answered),
    State("ask about a pose", ASKING, _ask),
    State("ask about a pose, wrong", ASKING, _ask, all_of(scripted(UNCHOSEN), tapped("Toss")), status=422),
    State("ask about a pose, refused", ASKING, "/coach/ask/hero-supported/"),
    State("ask about a pose, begun", ASKING, _ask, all_of(filled(weeks=True), tapped("Toss"))),
    State("a question runs", ASKING, _trial(9)),
    State("a question, stopped", ASKING, _trial(9), tapped("Stop asking")),
    State("a question, answered", ASKING, lambda k: f"/coach/trial/{people.answered(k).pk}/", opened("The numbers")),
)  # fmt: skip

MANY_FIELDS = """
  for (let n = 0; n < 1001; n++) document.forms[0].append(Object.assign(document.createElement("input"), { name: "n" }))
"""
OLD_PAGE = "for (const e of document.querySelectorAll('[name=csrfmiddlewaretoken]')) e.value = 'x'.repeat(64)"

ERRORS = (
    State(
        "no sense (400)",
        NOBODY,
        "/account/figure/",
        all_of(scripted(MANY_FIELDS), tapped("Save")),
        status=400,
    ),
    State(
        "an old form (403)",
        NOBODY,
        "/account/figure/",
        all_of(scripted(OLD_PAGE), tapped("Save")),
        status=403,
    ),
    State("not here (404)", NOBODY, "/nothing-here/", status=404),
    State("not here, signed in (404)", FULL, "/routines/starters/no-such/", status=404),
    State("too fast (429)", NOBODY, "/account/signup/", acts.too_often, status=429),
    State("broken (500)", NOBODY, "/about/", acts.broken, status=500),
)

PRINTED = tuple(
    State(f"on paper, {name}", who, path, media="print")
    for name, who, path in (
        ("routine", FULL, _of()), ("as text", FULL, _of("text/")), ("sore today", NEW, "/flare/"),
        ("stop", STOPPED, "/stop/"), ("emergency", NOBODY, "/stop/"), ("when to be cautious", NOBODY, "/cautious/"),
        ("rules of a pose", NOBODY, "/safety/low-lunge-supported/"), ("rules", NOBODY, "/safety/?condition=knee"),
        ("a pose", NEW, "/poses/glute-bridge/"), ("journal", FULL, "/journal/"), ("trends", FULL, "/trends/"),
    )
)  # fmt: skip

AREAS: dict[str, tuple[State, ...]] = {
    "home": HOME, "account": ACCOUNT, "body": BODY, "poses": POSES, "routine": ROUTINE, "practise": PRACTISE,
    "journal": JOURNAL, "coach": COACH, "errors": ERRORS, "paper": PRINTED,
}  # fmt: skip
TWINS = {
    *(f"question, {slug}, wrong" for slug in QUESTIONS if slug not in ("sites", "days")),
    *(f"question, {slug}" for slug in ("minutes", "experience", "how-long")), "question, changed",
    "poses, nothing answered", "poses, new", "poses, bad filters", "poses, misspelled", "rules, fine ones too",
    "sore today, new", "sign in, nothing filled in", "routine, a day to change", "routine, not in use",
    "add a pose, calm only", "practise, one is open", "player, running", "player, nothing done",
    "player, how is your back", "after, rated",
    "journal, written down", "journal, a month without", "trends, tables open", "coach, not now", "coach, its numbers",
    "on paper, emergency", "on paper, rules", "on paper, journal", "on paper, a pose", "on paper, trends",
    "not here, signed in (404)", "home, moved to tomorrow", "home, gentle day", "a starter, told",
}  # fmt: skip
AREAS = {name: tuple(replace(s, twin=s.name in TWINS) for s in area) for name, area in AREAS.items()}
STATES: tuple[State, ...] = tuple(state for area in AREAS.values() for state in area)
