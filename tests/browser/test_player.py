"""The session player in a real browser, on a clock that is wound on by hand."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from hipapp.core.enums import HoldKind
from hipapp.core.models import User
from journal.sessions.models import Session, SessionEvent
from journal.sessions.records import start
from poses.body.models import Hold
from poses.gatekeeping import gate_for
from tests.browser.playing import Open, at, breaths, bridge, form, hero, kneel, part, script, wind
from tests.browser.waiting import until

pytestmark = pytest.mark.browser

VECTORS = Path(__file__).parent.parent / "vectors" / "replay"


def arrives(page: Page, url: str, says: str = r"(Saved\.|Your session is saved\.)") -> None:
    """The last words stand until everything is saved and somebody goes on."""
    # Winding the clock on may have let a request time out that the server was about to answer.
    all_sent(page)
    expect(page.locator("#saving")).to_have_text(re.compile(f"^{says}$"))
    here = page.url
    wind(page, 60)
    assert page.url == here
    page.locator("#onwards").click()
    page.wait_for_url(url)


def tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def shows(page: Page, **texts: str) -> None:
    """The elements by their ids (underscores for hyphens) hold these texts."""
    for name, words in texts.items():
        expect(page.locator(f"#{name.replace('_', '-')}")).to_contain_text(words)


def stored(page: Page) -> list[dict[str, Any]]:
    """The events that this browser still has to send."""
    found = page.evaluate(
        "Object.entries(localStorage).filter(([k]) => k.startsWith('hip.event.')).map((e) => e[1])"
    )
    return [json.loads(item)["event"] for item in found]


def all_sent(page: Page) -> None:
    """Ask the page for its outbox until that is empty; the server has answered for everything then."""
    assert page.evaluate("import('hip/player/outbox').then(({ outbox }) => outbox.flush())") == "sent"
    assert stored(page) == []


def kinds(session: Session) -> list[str]:
    return [e.kind for e in SessionEvent.objects.filter(session=session)]


def test_plays_to_the_end(page: Page, play: Open) -> None:
    session = play(bridge(), kneel("left"), kneel("right"), hero(), breaths())
    shows(
        page, pose_name="Glute bridge", state="Get ready", hows="Rise only a hand's height.", cue="First cue."
    )
    expect(page.get_by_text("Bend your knees.")).to_be_visible()
    wind(page, 8.5)
    shows(page, state="Move", number="1", unit="of 4", next="Next: Half-kneeling, kneeling, left side")
    # The question waits among the folds while the first pose is being done.
    expect(page.locator("#folds #before")).to_be_visible()
    page.locator("#before summary").click()
    page.locator("#before").get_by_role("button", name="3", exact=True).click()
    expect(page.locator("#before")).to_be_hidden()
    wind(page, 12)
    shows(page, number="3", cue="Second cue.")
    wind(page, 12)
    shows(page, pose_name="Half-kneeling", pose_side="left side", state="Get ready")
    wind(page, 10)
    shows(page, state="Hold", next="Next: right side")
    wind(page, 30)
    shows(page, pose_side="right side", state="Change sides")
    wind(page, 38)
    shows(page, pose_name="Supported hero", parts="2 × in and out")
    wind(page, 10)
    shows(page, state="Ease in and out · set 1 of 2", number="1", unit="of 2, in and out", turns="Widen.")
    wind(page, 15)
    shows(page, state="Hold · set 1 of 2", unit="seconds")
    wind(page, 12)
    shows(page, state="Rest")
    wind(page, 38 + 8)
    shows(page, pose_name="Belly breathing", state="Breathe", unit="of 3", next="This is the last pose.")
    expect(page.locator("#turns .on")).to_have_text("Breathe in Widen.")
    wind(page, 30)
    arrives(page, "**/after/")
    session.refresh_from_db()
    assert (session.status, session.before) == ("done", 3)
    assert session.seconds == sum(s["seconds"] for s in session.script["steps"])
    assert kinds(session) == ["started", "before", *["step_done"] * 5, "finished"]


def test_too_much_leads_down_to_enough(page: Page, play: Open) -> None:
    session = play(bridge(), breaths())
    wind(page, 8 + 7)
    tap(page, "Too much")
    shows(page, notice="Here is the easier form.", pose_how="Easier · Squeeze only", state="Get ready")
    wind(page, 9)
    shows(page, unit="of 2")
    tap(page, "Too much")
    shows(page, notice="Rest here.", pose_name="Slow belly breathing", cue="Widen, low and soft.")
    wind(page, 2)
    tap(page, "Too much")
    shows(page, end_title="You did enough.", saving="Your session is saved.")
    arrives(page, "**/after/")
    session.refresh_from_db()
    assert (session.status, session.seconds) == ("done", 7 + 1 + 2)


def test_sharp_takes_the_pose_out(page: Page, play: Open, signed_in: User) -> None:
    session = play(kneel("left"), kneel("right"), breaths())
    wind(page, 8 + 5)
    tap(page, "Sharp or pinching")
    wind(page, 30)
    tap(page, "That was a slip of the finger")
    shows(page, pose_name="Half-kneeling", state="Get ready", number="5", progress="1 of 3")
    wind(page, 5)
    shows(page, state="Hold", number="25")
    tap(page, "Sharp or pinching")
    expect(page.get_by_role("heading", name="This pose is over for today.")).to_be_focused()
    page.keyboard.press("ArrowRight")
    wind(page, 1)
    tap(page, "Go on gently")
    shows(page, pose_name="Belly breathing", state="Get ready", progress="3 of 3")
    all_sent(page)
    holds = Hold.objects.filter(user=signed_in, pose="half-kneeling-hip-flexor")
    assert {h.kind for h in holds} == {HoldKind.OUT, HoldKind.EASE}
    wind(page, 3)
    tap(page, "Sharp or pinching")
    wind(page, 1)
    tap(page, "Stop for today")
    shows(page, end_title="You stopped in good time.")
    arrives(page, "**/after/")
    session.refresh_from_db()
    assert session.status == "left"
    slip = ["sharp", "paused", "took_back"]
    assert kinds(session) == ["started", *slip, "sharp", "paused", "resumed", "sharp", "paused", "left"]


def test_numb_by_a_slip_of_the_finger(page: Page, play: Open, signed_in: User) -> None:
    session = play(breaths(), bridge())
    wind(page, 8 + 12)
    tap(page, "Down the leg or numb")
    all_sent(page)
    assert gate_for(signed_in).state.due
    wind(page, 90)
    tap(page, "That was a slip of the finger")
    expect(page.locator("#end-panel")).to_be_hidden()
    wind(page, 5)
    shows(page, pose_name="Belly breathing", state="Breathe", number="2")
    all_sent(page)
    gate = gate_for(signed_in)
    assert not gate.state.due
    assert gate.calm is None
    # After "sharp" it leads back there, where that can be taken back as well.
    tap(page, "Sharp or pinching")
    wind(page, 1)
    tap(page, "It goes down the leg or feels numb")
    wind(page, 1)
    tap(page, "That was a slip of the finger")
    expect(page.get_by_role("heading", name="This pose is over for today.")).to_be_focused()
    wind(page, 1)
    tap(page, "That was a slip of the finger")
    wind(page, 5 + 18)
    shows(page, pose_name="Glute bridge")
    all_sent(page)
    session.refresh_from_db()
    assert (session.status, session.seconds, session.light) == ("active", 30, "")
    assert not gate_for(signed_in).body.holds


def test_numb_opens_the_red_flag_list(page: Page, play: Open, signed_in: User) -> None:
    session = play(breaths(), bridge())
    wind(page, 8 + 4)
    tap(page, "Down the leg or numb")
    shows(page, end_title="Stopping here was right.", urgent="Get medical help today")
    shows(page, end_body="Practice is over for today.", onwards="Go on to the questions")
    expect(page.locator("#after")).to_be_hidden()
    arrives(page, "**/check/?because=session")
    session.refresh_from_db()
    assert session.status == "stopped"
    assert gate_for(signed_in).state.due


def test_reload_resumes_and_keeps_what_was_done(page: Page, play: Open) -> None:
    session = play(breaths(), kneel("left"))
    wind(page, 8 + 30 + 8 + 10)
    shows(page, pose_name="Half-kneeling", state="Hold")
    page.reload()
    shows(page, pose_name="Half-kneeling", state="Get ready")
    wind(page, 8 + 5)
    tap(page, "Pause")
    shows(page, state="Paused", unit="Take all the time you need.")
    page.reload()
    shows(page, state="Paused")
    wind(page, 600)
    tap(page, "Go on")
    wind(page, 8 + 30)
    arrives(page, "**/after/")
    session.refresh_from_db()
    assert session.status == "done"
    assert session.seconds == 30 + 10 + 5 + 30


def test_without_a_connection_nothing_is_lost_and_nothing_twice(
    page: Page, play: Open, complaints: list[str]
) -> None:
    session = play(breaths(), bridge())
    all_sent(page)
    nonsense = {"id": "no uuid", "session": str(session.pk), "seq": 0, "kind": "paused"}
    item = json.dumps({"to": f"/practise/{session.pk}/events/", "event": nonsense})
    page.evaluate("([key, item]) => localStorage.setItem(key, item)", [f"hip.event.{session.pk}.no", item])
    page.context.set_offline(True)
    until(page, "!navigator.onLine")
    wind(page, 8 + 30 + 8 + 24)
    shows(page, end_title="That was all for today.", saving="There is no connection.")
    page.get_by_role("link", name="Done").click()
    shows(page, saving="There is still no connection.")
    expect(page.locator("#saving")).to_have_class(re.compile("is-unsent"))
    wind(page, 1)
    page.locator("#after").get_by_role("button", name="4", exact=True).click()
    shows(page, saving="There is no connection.")
    expect(page.locator("#after").get_by_role("button", pressed=True)).to_have_text("4")
    assert kinds(session) == ["started"]
    assert [e["kind"] for e in stored(page)].count("step_done") == 2
    page.context.set_offline(False)
    arrives(page, "**/after/")
    assert stored(page) == []
    session.refresh_from_db()
    assert (session.status, session.seconds, session.after) == ("done", 30 + 24, 4)
    assert kinds(session) == ["started", "step_done", "step_done", "finished", "after"]
    # The browser itself says that it was offline, and that the nonsense was refused.
    complaints[:] = [c for c in complaints if "ERR_INTERNET_DISCONNECTED" not in c and "422" not in c]


def test_keys_and_more_time(page: Page, play: Open) -> None:
    play(kneel("left"), kneel("right"), breaths())
    page.locator("#skip").focus()
    wind(page, 10)
    page.keyboard.press("ArrowRight")
    shows(page, progress="2 of 3")
    page.keyboard.press("ArrowLeft")
    shows(page, progress="1 of 3", state="Get ready")
    page.locator("#skip").blur()
    page.keyboard.press("Space")
    shows(page, state="Paused", pause="Go on")
    page.keyboard.press("Space")
    shows(page, state="Get ready")
    wind(page, 8 + 10)
    shows(page, state="Hold", number="2")
    tap(page, "+15 s")
    shows(page, number="3")
    wind(page, 30)
    shows(page, progress="1 of 3", state="Hold")
    wind(page, 8)
    shows(page, progress="2 of 3", state="Change sides")


def test_a_phone_that_slept_did_not_practise(page: Page, play: Open, live_server: Any) -> None:
    session = play(breaths(), hero(), bridge())
    wind(page, 8 + 5)
    page.clock.fast_forward(45_000)
    shows(page, pose_name="Supported hero", state="Ease in and out")
    page.clock.fast_forward(3_600_000)
    shows(page, pose_name="Supported hero", state="Paused")
    page.get_by_role("link", name="Leave").click()
    page.wait_for_url(f"{live_server.url}/")
    session.refresh_from_db()
    assert session.status == "left"
    assert session.seconds == 30 + 12


def test_waits_where_place_or_props_change(page: Page, play: Open) -> None:
    down = at(breaths(), 0, "cushion")
    stay = at(form("pelvic-tilts", 1, "Tilts", part("hold", 10)), 0)
    other = at(form("body-scan", 1, "Scan", part("hold", 10)), 0, "strap")
    up = at(
        form("standing-reset", 1, "Reset", part("hold", 10)),
        3,
        position="standing",
        steps=["Stand up slowly."],
    )
    session = play(down, stay, other, up)
    shows(page, state="Get ready", needs="You need: a cushion.", pause="I’m ready")
    page.locator("#steps summary").click()
    wind(page, 1200)
    shows(page, pose_name="Belly breathing", pause="I’m ready")
    expect(page.get_by_text("Bend your knees.")).to_be_hidden()
    page.locator("#steps summary").blur()
    page.keyboard.press("Space")
    shows(page, state="Get ready", number="10", pause="Pause", needs="You need: a cushion.")
    wind(page, 10 + 5)
    expect(page.locator("#needs")).to_be_empty()
    shows(page, more="+2 breaths")
    wind(page, 25)
    shows(page, pose_name="Tilts", state="Get ready", number="8")
    expect(page.get_by_text("Bend your knees.")).to_be_visible()
    wind(page, 8 + 2)
    shows(page, state="Hold")
    expect(page.get_by_text("Bend your knees.")).to_be_visible()
    wind(page, 8 + 60)
    shows(page, pose_name="Scan", needs="You need: a strap.")
    tap(page, "Skip")
    # The one that was skipped brought nobody anywhere.
    shows(page, pose_name="Reset", pause="I’m ready")
    page.reload()
    shows(page, pose_name="Reset", pause="I’m ready")
    tap(page, "I’m ready")
    wind(page, 10 + 10)
    arrives(page, "**/after/")
    session.refresh_from_db()
    assert session.seconds == 30 + 10 + 10
    assert set(kinds(session)) == {"started", "step_done", "skipped", "left", "resumed", "finished"}


def test_too_much_on_one_side_eases_the_other(page: Page, play: Open) -> None:
    def side(name: str, **more: Any) -> dict[str, Any]:
        sides: dict[str, Any] = {"side": name, "switch": name == "right", "change": more.pop("change", None)}
        own = form("half-kneeling-hip-flexor", 1, "Lunge", part("hold", 30), **sides)
        easier = form(
            "half-kneeling-hip-flexor", 0, "Lunge", part("hold", 12), rung_name="On a chair", **sides
        )
        return at(own, 1, easier=at(easier, 1), **more)

    play(side("left"), side("right", other_side_of="s0", change="Turn round."), at(breaths(), 1))
    wind(page, 8 + 4)
    tap(page, "Too much")
    shows(page, pose_how="Easier · On a chair", state="Get ready", number="8", next="Next: right side")
    wind(page, 8 + 12)
    shows(page, pose_how="Easier · On a chair", state="Change sides", cue="Turn round.")
    shows(page, pose_side="right side", notice="This side comes in the easier form too.")
    tap(page, "Back")
    wind(page, 1)
    tap(page, "Too much")
    shows(page, notice="Rest here.", next="Next: Belly breathing")
    page.keyboard.press("ArrowRight")
    shows(page, pose_name="Belly breathing", pause="I’m ready")


def test_a_double_tap_is_one_tap(page: Page, play: Open) -> None:
    play(breaths(), bridge(), hero(), kneel("left"))
    page.locator("#skip").dblclick()
    shows(page, progress="2 of 4")
    wind(page, 0.7)
    page.locator("#skip").dblclick()
    shows(page, progress="3 of 4")
    page.locator("#back").dblclick()
    shows(page, progress="3 of 4")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    shows(page, progress="1 of 4")
    page.locator("#skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    shows(page, progress="3 of 4")
    # What hurts is heard at once; the echo of that tap goes nowhere.
    page.locator("#skip").click()
    page.locator("#numb").click()
    page.locator("#onwards").click()
    shows(page, end_title="Stopping here was right.")


def test_nothing_done_is_told_as_it_is(page: Page, play: Open) -> None:
    session = play(breaths(), bridge())
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    shows(page, end_title="Nothing today, and that is fine.")
    expect(page.locator("#after")).to_be_hidden()
    arrives(page, "**/after/", says="")  # nothing to be proud of saving, and nothing to be reproached with
    assert kinds(session) == ["started", "skipped", "skipped", "finished"]


def test_leaving_without_a_connection_stays_here(page: Page, play: Open, complaints: list[str]) -> None:
    session = play(breaths())
    all_sent(page)
    page.context.set_offline(True)
    until(page, "!navigator.onLine")
    wind(page, 8 + 5)
    page.get_by_role("link", name="Leave").click()
    shows(page, end_body="What you did is kept.", saving="There is no connection.")
    page.context.set_offline(False)
    shows(page, saving="Your session is saved.")
    session.refresh_from_db()
    assert (session.status, session.seconds) == ("left", 5)
    complaints[:] = [c for c in complaints if "ERR_INTERNET_DISCONNECTED" not in c]


def test_everything_fits_and_can_be_touched(page: Page, play: Open) -> None:
    play(bridge(), breaths())
    column = page.locator("#pause").locator("..").bounding_box()
    assert column
    for told in ("steps-list", "cue"):  # on the way there, with the question; in the pose, without it
        expect(page.locator(f"#{told}")).to_be_visible()
        for name in ("pose-name", "number", "hows", "pause", "numb"):
            expect(page.locator(f"#{name}")).to_be_in_viewport(ratio=1)
        for button in page.locator(".hands button:visible").all():
            box = button.bounding_box()
            assert box, button
            assert column["x"] <= box["x"] + 0.5, button.inner_text()
            assert box["x"] + box["width"] <= column["x"] + column["width"] + 0.5, button.inner_text()
        for target in page.locator("a:visible:not(.skip), button:visible, .folds summary:visible").all():
            box = target.bounding_box()
            assert box, target
            assert box["height"] >= 60, target.inner_text()
            assert box["width"] >= 60, target.inner_text()
        if page.locator("#before").is_visible():
            page.locator("#before summary").click()
            tap(page, "Not now")
            wind(page, 9)
            expect(page.locator("#cue")).to_be_in_viewport(ratio=1)
    assert page.locator("#number").evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 64


def test_without_javascript(browser: Browser, signed_in: User, live_server: Any, page: Page) -> None:
    session = start(signed_in, script(bridge(), kneel("left"), kneel("right")))
    context = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    plain = context.new_page()
    plain.goto(f"{live_server.url}/practise/{session.pk}/")
    expect(plain.get_by_text("Rise only a hand's height.")).to_be_visible()
    expect(plain.get_by_role("heading", name="Half-kneeling, right side")).to_be_visible()
    plain.get_by_role("button", name="I did it").click()
    plain.wait_for_url("**/after/")
    context.close()
    session.refresh_from_db()
    assert (session.status, session.seconds) == ("done", 24 + 30 + 30)


def test_replay_means_the_same_here(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/static/js/replay.js")
    for path in sorted(VECTORS.glob("*.json")):
        vector = json.loads(path.read_text(encoding="utf-8"))
        found = page.evaluate(
            "([script, events]) => import('/static/js/replay.js').then((m) => m.replay(script, events))",
            [vector["script"], vector["events"]],
        )
        assert found == vector["expect"], path.stem
