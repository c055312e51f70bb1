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
        doc = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)  # noqa: S506
        poses[doc["slug"]] = doc
    props = yaml.safe_load((content / "props.yaml").read_text(encoding="utf-8"))
    return Table(
        poses=poses,
        replaced_by={prop["slug"]: prop.get("replaced_by", []) for prop in props},
    )


def rungs_of(table: Table, pose: str) -> list[int]:
    return [rung["rung"] for rung in table.poses[pose]["rungs"]]


def judge(table: Table, pose: str, rung: int, body: BodyFacts, flags: RedFlags, today: date) -> Answer:
    """What docs/safety.md says of this rung for this body on this day."""
    quiet = pose in QUIET

    # The list.
    if flags.ticked is None or flags.answered_on is None:
        return Answer("avoid")
    if flags.asked_anew or today - flags.answered_on >= FOUR_WEEKS:
        return Answer("avoid")
    for item, level in flags.ticked.items():
        if level.value == "urgent":
            return Answer("avoid")
        if level.value == "soon" and not quiet:
            looked_at = flags.checked.get(item)
            if looked_at is None or looked_at > today or today - looked_at >= FOUR_WEEKS:
                return Answer("avoid")

    # The conditions.
    if body.conditions is None:
        return Answer("avoid")
    really, really_rung, facts = _follow(table, pose, rung)
    hows = set()
    names = [condition.value for condition in body.conditions]
    hurts = [movement.value for movement in body.movements]
    for movement, name in (("bending", "bend_bothers"), ("arching", "arch_bothers"), ("twisting", "twist_bothers")):
        if movement in hurts:
            names.append(name)
    for name in names:
        cell = facts.get("cells", {}).get(name)
        if cell is None or cell["verdict"] == "avoid":
            return Answer("avoid")
        if cell["verdict"] == "adapt":
            for prop in cell.get("needs", []):
                if not _has(table, body, prop):
                    return Answer("avoid")
            hows.add(cell["how"])

    # What hurts.
    feature = facts.get("features", {})
    if "bending" in hurts and feature.get("lumbar_flexion", 0) >= 0.7:
        return Answer("avoid")
    if "arching" in hurts and feature.get("lumbar_extension", 0) >= 0.7:
        return Answer("avoid")
    if "twisting" in hurts and feature.get("lumbar_rotation", 0) >= 0.7:
        return Answer("avoid")
    kneels = facts["position"] in {"kneeling", "hands_knees"} or feature.get("kneeling_pressure", 0) >= 0.3
    if "kneeling" in hurts and kneels:
        return Answer("avoid")
    if "lying_back" in hurts and feature.get("lying_back", 0) >= 0.3:
        return Answer("avoid")
    if "sitting" in hurts and facts["position"] in {"chair", "seated_floor"}:
        hows.add("rule:sitting")
    if "standing" in hurts and (facts["position"] == "standing" or feature.get("standing", 0) >= 0.3):
        hows.add("rule:standing")

    # What can't be done.
    floor = facts["position"] in ON_THE_GROUND
    leans = feature.get("weight_on_hands", 0) >= 0.3
    for asked, ability, name in ((floor, body.floor, "floor"), (kneels, body.kneel, "kneel"), (leans, body.hands, "hands")):
        if not asked or ability is None or ability.value == "yes":
            continue
        if ability.value == "no":
            return Answer("avoid")
        hows.add(f"rule:{name}")

    # What the journal holds.
    for hold in body.holds:
        if hold.until is not None and today > hold.until:
            continue
        if hold.kind.value == "calm" and not quiet:
            return Answer("avoid")
        if hold.kind.value == "out" and hold.pose in {pose, really}:
            return Answer("avoid")
        if hold.kind.value == "ease" and ((hold.pose == pose and rung > 0) or (hold.pose == really and really_rung > 0)):
            return Answer("avoid")

    return Answer("adapt" if hows else "fine", frozenset(hows))


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
