"""Waits for what no locator sees."""

import time

from playwright.sync_api import Page


def until(page: Page, expression: str, seconds: float = 10) -> None:
    """Come back as soon as the page finds the expression true; fail with it after so many seconds.

    Playwright's own `wait_for_function` evaluates text once at once, which passes, and then from within the page, where
    our content security policy refuses it: it fails just when there is something to wait for.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(f"Boolean({expression})"):
        assert time.monotonic() < end, f"not true in {seconds} s: {expression}"
        page.wait_for_timeout(20)
