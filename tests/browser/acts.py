"""What somebody does on a page until it is in the state that is looked at. Each waits for what the page shows then."""

import re
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from tests.browser.people import Known

Act = Callable[[Page, Known], None]


def all_of(*acts: Act) -> Act:
    def act(page: Page, k: Known) -> None:
        for one in acts:
            one(page, k)

    return act


def opened(*folds: str) -> Act:
    """The first visible fold that says so (a regular expression) stands open."""

    def act(page: Page, k: Known) -> None:
        for words in folds:
            fold = page.locator(
                "details:visible", has=page.locator("summary:visible", has_text=re.compile(words))
            ).first
            if fold.get_attribute("open") is None:
                fold.locator("summary").first.click()
            expect(fold).to_have_attribute("open", "")

    return act


def filled(**fields: Any) -> Act:
    """Fields of the page's form by their names: a text, or whether all of that name are ticked."""

    def act(page: Page, k: Known) -> None:
        page.evaluate("for (const form of document.forms) form.noValidate = true")
        for name, value in fields.items():
            field = page.locator(f"main [name='{name}']")
            if isinstance(value, bool):
                field.evaluate_all("(all, on) => { for (const e of all) e.checked = on }", value)
            else:
                field.first.fill(value)

    return act


def tapped(button: str, shows: str = "") -> Act:
    """A button that leads to another page, or that makes something of this page be seen."""

    def act(page: Page, k: Known) -> None:
        name = re.compile(rf"^{re.escape(button)}\b")
        target = page.locator("main").get_by_role("button", name=name).first
        if shows:
            target.click()
            expect(page.locator(shows).first).to_be_visible()
        else:
            with page.expect_navigation():
                target.click()

    return act


def sent(button: str, **fields: Any) -> Act:
    """A form as it was filled in, right or wrong: the browser itself does not hold it back."""
    return all_of(filled(**fields), tapped(button))


def saved_by_key() -> Act:
    """A list sent without a tick: its "Save" is not to be seen yet, but Enter in a tick box presses it."""

    def act(page: Page, k: Known) -> None:
        for line in page.locator(".list-part > summary").all()[:1]:
            line.click()
        with page.expect_navigation():
            page.locator("main form .tick input").first.press("Enter")

    return act


def scripted(script: str) -> Act:
    """Something that nobody does by hand, such as a form of an old page."""

    def act(page: Page, k: Known) -> None:
        page.evaluate(script)

    return act


def gone_to(path: str) -> Act:
    def act(page: Page, k: Known) -> None:
        page.goto("/".join(page.url.split("/")[:3]) + path)

    return act


def too_often(page: Page, k: Known) -> None:
    """So many tries that the next one is refused. Others are not made to wait for it."""
    token = page.locator("main [name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
    for _ in range(20):
        page.request.post(page.url, form={"csrfmiddlewaretoken": token}, headers={"Referer": page.url})
    try:
        sent("Make the account")(page, k)
    finally:
        cache.clear()


def broken(page: Page, k: Known) -> None:
    """What the server says where it can't say anything: no page of ours breaks on purpose."""
    body = render_to_string("500.html")
    page.route("**/broken/", lambda route: route.fulfill(status=500, content_type="text/html", body=body))
    page.goto(page.url + "broken/")


# -- the player, on a clock that is wound on by hand ---------------------------------------------------------------


def seconds(number: float) -> Act:
    def act(page: Page, k: Known) -> None:
        page.clock.run_for(round(number * 1000))

    return act


def pressed(*ids: str) -> Act:
    """Buttons of the player one after the other, not so quickly that it takes them for a slip of the finger."""

    def act(page: Page, k: Known) -> None:
        for name in ids:
            page.locator(f"#{name}").click()
            page.clock.run_for(1000)

    return act


def shown(selector: str) -> Act:
    def act(page: Page, k: Known) -> None:
        expect(page.locator(selector)).to_be_visible()

    return act


def all_sent(page: Page) -> None:
    page.evaluate("import('hip/player/outbox').then(({ outbox }) => outbox.flush())")


def offline(page: Page, k: Known) -> None:
    """After everything so far has reached the server."""
    all_sent(page)
    page.context.set_offline(True)


def without_player(page: Page, k: Known) -> None:
    """As a browser without JavaScript shows it."""
    page.route("**/player/main*.js", lambda route: route.abort())
    page.reload()
    page.unroute_all()
    page.evaluate("document.documentElement.classList.remove('js')")
    expect(page.locator("#plain")).to_be_visible()
