"""The naive reader: the safety table read a second time, on purpose without the gate.

Written from docs/safety.md and docs/content.md alone. It opens the YAML files itself, shares no code with the
gate or the loader, and prefers a long `if` to a clever line: it is there to be compared, not to be fast. Whoever
changes the gate changes the docs first, then this, and never copies from one to the other.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from poses.safety.facts import BodyFacts, RedFlags

CONTENT = Path(__file__).resolve().parents[2] / "content"
FOUR_WEEKS = timedelta(days=28)
QUIET = ("belly-breathing", "body-scan")
EVERY_HOME_HAS = ("mat", "wall")
ON_THE_GROUND = ("lying_back", "lying_side", "lying_front", "seated_floor", "kneeling", "hands_knees")


@dataclass(frozen=True, slots=True)
class Answer:
    """fine, adapt or avoid, and everything to do differently: a cell's own words, or `rule:<name>`."""

    verdict: str
    hows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """The files as they stand: poses by slug, and what replaces each prop."""

    poses: dict[str, dict[str, Any]]
    replaced_by: dict[str, list[str]]


def read_table(content: Path = CONTENT) -> Table:
    poses = {}
    for path in sorted((content / "poses").glob("*.yaml")):
        if path.name.endswith(".figure.yaml"):
            continue
        doc = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        poses[doc["slug"]] = doc
    props = yaml.safe_load((content / "props.yaml").read_text(encoding="utf-8"))
    return Table(
        poses=poses,
        replaced_by={prop["slug"]: prop.get("replaced_by", []) for prop in props},
    )


def rungs_of(table: Table, pose: str) -> list[int]:
    return [rung["rung"] for rung in table.poses[pose]["rungs"]]


def judge(table: Table, pose: str, rung: int, body: BodyFacts, flags: RedFlags, today: date) -> Answer:
    """What docs/safety.md says of this rung for this body on this day. `body.props` are those that were named."""
    really, really_rung, facts = _follow(table, pose, rung)
    if _list_forbids(flags, today, pose):
        return Answer("avoid")
    if _movement_forbids(facts, body):
        return Answer("avoid")
    if _hold_forbids([(pose, rung), (really, really_rung)], body, today, pose):
        return Answer("avoid")
    hows: set[str] = set()
    for more in (_conditions(table, facts, body), _comfort(facts, body), _abilities(facts, body)):
        if more is None:
            return Answer("avoid")
        hows.update(more)
    return Answer("adapt" if hows else "fine", frozenset(hows))


def _list_forbids(flags: RedFlags, today: date, pose: str) -> bool:
    if flags.ticked is None or flags.answered_on is None:
        return True
    if flags.asked_anew or today - flags.answered_on >= FOUR_WEEKS:
        return True
    for item, level in flags.ticked.items():
        if level.value == "urgent":
            return True
        if level.value == "soon" and pose not in QUIET:
            looked_at = flags.checked.get(item)
            if looked_at is None or looked_at > today or today - looked_at >= FOUR_WEEKS:
                return True
    return False


def _conditions(table: Table, facts: dict[str, Any], body: BodyFacts) -> set[str] | None:
    """What the cells want done differently; None where one of them forbids."""
    if body.conditions is None:
        return None
    names = [condition.value for condition in body.conditions]
    for movement, name in (
        ("bending", "bend_bothers"),
        ("arching", "arch_bothers"),
        ("twisting", "twist_bothers"),
    ):
        if _hurts(body, movement):
            names.append(name)
    hows = set()
    for name in names:
        cell = facts.get("cells", {}).get(name)
        if cell is None or cell["verdict"] == "avoid":
            return None
        if cell["verdict"] == "adapt":
            for prop in cell.get("needs", []):
                if not _has(table, body, prop):
                    return None
            hows.add(cell["how"])
    return hows


def _movement_forbids(facts: dict[str, Any], body: BodyFacts) -> bool:
    feature = facts.get("features", {})
    if _hurts(body, "bending") and feature.get("lumbar_flexion", 0) >= 0.7:
        return True
    if _hurts(body, "arching") and feature.get("lumbar_extension", 0) >= 0.7:
        return True
    if _hurts(body, "twisting") and feature.get("lumbar_rotation", 0) >= 0.7:
        return True
    if _hurts(body, "kneeling") and _kneels(facts):
        return True
    return _hurts(body, "lying_back") and feature.get("lying_back", 0) >= 0.3


def _comfort(facts: dict[str, Any], body: BodyFacts) -> set[str]:
    hows = set()
    if _hurts(body, "sitting") and facts["position"] in {"chair", "seated_floor"}:
        hows.add("rule:sitting")
    stands = facts["position"] == "standing" or facts.get("features", {}).get("standing", 0) >= 0.3
    if _hurts(body, "standing") and stands:
        hows.add("rule:standing")
    return hows


def _abilities(facts: dict[str, Any], body: BodyFacts) -> set[str] | None:
    on_the_ground = facts["position"] in ON_THE_GROUND
    leans = facts.get("features", {}).get("weight_on_hands", 0) >= 0.3
    hows = set()
    for asked, ability, name in (
        (on_the_ground, body.floor, "floor"),
        (_kneels(facts), body.kneel, "kneel"),
        (leans, body.hands, "hands"),
    ):
        if not asked or ability is None or ability.value == "yes":
            continue
        if ability.value == "no":
            return None
        hows.add(f"rule:{name}")
    return hows


def _hold_forbids(names: list[tuple[str, int]], body: BodyFacts, today: date, pose: str) -> bool:
    for hold in body.holds:
        if hold.until is not None and today > hold.until:
            continue
        if hold.kind.value == "calm" and pose not in QUIET:
            return True
        for name, rung in names:
            if hold.kind.value == "out" and hold.pose == name:
                return True
            if hold.kind.value == "ease" and hold.pose == name and rung > 0:
                return True
    return False


def _hurts(body: BodyFacts, movement: str) -> bool:
    return movement in [m.value for m in body.movements]


def _kneels(facts: dict[str, Any]) -> bool:
    if facts["position"] in {"kneeling", "hands_knees"}:
        return True
    return bool(facts.get("features", {}).get("kneeling_pressure", 0) >= 0.3)


def _follow(table: Table, pose: str, rung: int) -> tuple[str, int, dict[str, Any]]:
    """The pose that this rung really is, the rung of it, and that rung as it stands in its file."""
    while True:
        for doc in table.poses[pose]["rungs"]:
            if doc["rung"] == rung:
                break
        else:
            raise KeyError(f"{pose} has no rung {rung}")
        if "same_as" not in doc:
            return pose, rung, doc
        pose, rung = doc["same_as"]["pose"], doc["same_as"]["rung"]


def _has(table: Table, body: BodyFacts, prop: str) -> bool:
    if prop in EVERY_HOME_HAS:
        return True
    if body.props is None:
        return False
    if prop in body.props:
        return True
    return any(other in body.props for other in table.replaced_by[prop])
