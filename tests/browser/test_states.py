"""Every page in every state, light and dark: nothing that axe finds, nothing wider than the screen, no complaint."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page

from tests.browser.look import Looker
from tests.browser.people import Known, Who, make
from tests.browser.states import STATES, TWINS, State, left, visit

pytestmark = pytest.mark.browser

#: Addresses that show no page of their own: they take a form and lead on, or give a file.
NO_PAGE = {
    "account_export", "account_set_password", "account_reset_password_done", "account_reset_password_from_key_done",
    "robots", "healthz", "rules_csv", "rules_json", "trends_csv", "practise_start", "practise_go", "session_events",
    "session_leave", "session_finish", "morning", "skip_day", "entry_delete", "entry_restore", "coach_answer",
    "coach_undo", "trial_stop", "trial_go_on", "routine_edit", "routine_restore", "routine_use", "routine_duplicate",
    "routine_delete", "routine_undelete",
}  # fmt: skip

NewContext = Callable[[], BrowserContext]


@pytest.fixture
def new_context(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[NewContext]:
    made: list[BrowserContext] = []

    def new() -> BrowserContext:
        made.append(browser.new_context(**browser_context_args | {"timezone_id": "UTC"}))
        return made[-1]

    yield new
    for context in made:
        context.set_offline(True)  # nothing more to the server: the database is being emptied then
        context.close()
    cache.clear()  # the tries that were counted


@contextmanager
def heard(page: Page) -> Iterator[list[str]]:
    """What a page complains about meanwhile."""
    found: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            found.append(message.text)

    def fail(error: Error) -> None:
        found.append(str(error))

    page.on("console", hear)
    page.on("pageerror", fail)
    yield found
    page.remove_listener("console", hear)
    page.remove_listener("pageerror", fail)


def signed_in(context: BrowserContext, k: Known, url: str) -> BrowserContext:
    if k.user:
        client = Client()
        client.force_login(k.user, backend="django.contrib.auth.backends.ModelBackend")
        cookie = {
            "name": "sessionid",
            "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
            "url": url,
        }
        context.add_cookies([cookie])  # type: ignore[list-item]
    return context


def look(looker: Looker, page: Page, url: str, state: State, k: Known) -> list[str]:
    with heard(page) as complaints:
        status = visit(page, url, state, k)
        if state.clock:
            page.clock.resume()  # axe waits for ever on a clock that stands still
        found = looker.faults(page)
    if status != state.status:
        found.append(f"answered {status} instead of {state.status}")
    found += [f"complains: {c}" for c in complaints if not state.is_excused(c)]
    return [f"{state.name} ({page.url.removeprefix(url)}): {fault}" for fault in found]


def walk(states: list[State], k: Known, url: str, new_context: NewContext, settings: Any) -> list[str]:
    """One page for all of them, and one for those with a clock of their own."""
    looker = Looker()
    pages = {clock: signed_in(new_context(), k, url).new_page() for clock in {s.clock for s in states}}
    if True in pages:
        pages[True].clock.install()
    wrong: list[str] = []
    for state in states:
        settings.HAS_MAIL = state.mail
        wrong += look(looker, pages[state.clock], url, state, k)
        left(pages[state.clock], state)
    return wrong


#: Of somebody new every day, of all others with the long tests: together they take two minutes.
EACH = [pytest.param(who, marks=[pytest.mark.slow] if who is not Who.NEW else []) for who in Who]


@pytest.mark.parametrize("who", EACH)
def test_states(who: Who, live_server: Any, new_context: NewContext, settings: Any) -> None:
    mine = [state for state in STATES if state.who is who and not state.twin]
    wrong = walk(mine, make(who), live_server.url, new_context, settings)
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("who", sorted({state.who for state in STATES if state.twin}))
def test_twins(who: Who, live_server: Any, new_context: NewContext, settings: Any) -> None:
    """States that have nothing new in them, as far as we know."""
    mine = [state for state in STATES if state.who is who and state.twin]
    wrong = walk(mine, make(who), live_server.url, new_context, settings)
    assert not wrong, "\n".join(wrong)


def test_the_list_is_whole(live_server: Any) -> None:
    """Each state has a name of its own, and no page is without a state."""
    names = [state.slug for state in STATES]
    assert len(set(names)) == len(names)
    assert {state.name for state in STATES} >= TWINS
    known = {who: make(who) for who in Who}
    addresses = {state.address(known[state.who]).partition("?")[0] for state in STATES if state.status != 404}
    seen = {resolve(address).url_name for address in addresses}
    assert set(page_names(get_resolver().url_patterns)) - NO_PAGE - seen == set()


def page_names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from page_names(one.url_patterns)
        elif one.name:
            yield one.name
