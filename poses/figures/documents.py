"""Figure files to numbers: read, check, resolve stances, rungs and frames. Every error names file, rung and key."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from poses.content.loader import CONTENT, ContentError, parse
from poses.figures.numbers import Body, Camera, FigureDoc, Form, StanceDoc, merged, spread

HERE = Path(__file__).parent
POSES = CONTENT / "poses"
ENDING = ".figure.yaml"
# The ways to place a limb. A layer that takes another way drops the one below it.
WAYS = {
    "legs": (("ankle", "knee", "pole"), ("hip", "bend"), ("touches", "pole")),
    "arms": (("wrist", "elbow", "pole"), ("shoulder", "bend"), ("touches", "fingers", "pole")),
}
LIMB = {"foot", "heel", "toes", "shin", "knee", "thigh", "palm", "hand", "forearm", "elbow", "arm"}
WHOLE = ("foot", "hand", "touches")  # replaced, never merged


@dataclass(frozen=True)
class Drawing:
    """One frame of one rung, ready to be solved."""

    slug: str
    rung: int
    frame: str
    body: Body
    camera: Camera

    @property
    def name(self) -> str:
        return f"{self.slug}-{self.rung}-{self.frame}"


@dataclass(frozen=True)
class Rung:
    slug: str
    rung: int
    drawings: tuple[Drawing, ...]
    cover: str

    @property
    def frames(self) -> list[str]:
        return [d.frame for d in self.drawings]


# -- layers ------------------------------------------------------------------------------------------------


def normal(layer: dict[str, Any]) -> dict[str, Any]:
    """A layer with both limbs written out, contacts per side, and kinds of props by their names."""
    out = dict(layer)
    for limbs in ("legs", "arms"):
        if limbs in out:
            out[limbs] = spread(out[limbs])
    if "contacts" in out:
        out["contacts"] = dict(_contacts(out["contacts"]))
    if "props" in out:
        out["props"] = {name: _prop(name, prop) for name, prop in (out["props"] or {}).items()}
    return out


def _contacts(given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in given.items():
        part, _, on = key.partition("@")
        contact = _short(part, value) if isinstance(value, str | int | float) else value
        if contact is not None:
            contact = {**({"upon": on} if on else {}), **contact}
        if part.endswith(".both"):
            stem = part.removesuffix(".both")
            for side in ("left", "right"):
                yield f"{stem}.{side}" + (f"@{on}" if on else ""), _with_part(contact, f"{stem}.{side}")
        else:
            yield key, _with_part(contact, part)


def _short(part: str, value: str | float) -> dict[str, Any]:
    """`knee.left: floor` over a stance whose knee carries: now it only lies there."""
    limb = {"drives": "limb"} if part.partition(".")[0] in LIMB else {}
    return {"upon": value, **limb}


def _with_part(contact: dict[str, Any] | None, part: str) -> dict[str, Any] | None:
    return None if contact is None else {**contact, "part": part}


def _prop(name: str, prop: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if prop is None else {"kind": name.split("_", maxsplit=1)[0], **prop}


def over(base: dict[str, Any], layer: dict[str, Any]) -> dict[str, Any]:
    """A layer laid over what stands below it."""
    layer = normal(layer)
    out = merged(base, {k: v for k, v in layer.items() if k not in {"legs", "arms"}})
    for limbs in ("legs", "arms"):
        if limbs in layer:
            below = base.get(limbs, {})
            out[limbs] = {
                side: _limb(limbs, below.get(side, {}), limb) for side, limb in layer[limbs].items()
            }
    return out


def _limb(limbs: str, base: dict[str, Any], layer: dict[str, Any]) -> dict[str, Any]:
    below = dict(base)
    for way in WAYS[limbs]:
        if way[0] in layer:
            for other in WAYS[limbs]:
                if other is not way:
                    for key in set(other) - {"pole"}:
                        below.pop(key, None)
    for key in WHOLE:
        if key in layer:
            below.pop(key, None)
    return merged(below, layer)


def _finished(layers: dict[str, Any]) -> dict[str, Any]:
    contacts = layers.get("contacts", {})
    return {**layers, "contacts": [c for c in contacts.values() if c is not None]}


# -- files -------------------------------------------------------------------------------------------------


def _yaml(path: Path) -> Any:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ContentError([f"{path.name}: {' '.join(str(error).split())}"]) from None


def _model[M: BaseModel](kind: type[M], raw: Any, where: str) -> M:
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        raise ContentError([f"{where}: {_key(e['loc'])}: {_said(e)}" for e in error.errors()]) from None


def _key(place: tuple[Any, ...]) -> str:
    return ".".join(str(p) for p in place) or "(whole)"


def _said(error: Any) -> str:
    said = str(error["msg"]).removeprefix("Value error, ")
    return (
        f"{said} (it is {error['input']!r})"
        if error["type"] in {"literal_error", "extra_forbidden"}
        else said
    )


@cache
def stances() -> dict[str, StanceDoc]:
    raw = _yaml(HERE / "stances.yaml")
    return {name: _model(StanceDoc, doc, f"stances.yaml: {name}") for name, doc in raw.items()}


def _stance(name: str, where: str) -> tuple[dict[str, Any], Camera | None]:
    if name not in stances():
        raise ContentError([f"{where}: there is no stance called {name!r}"])
    doc = stances()[name]
    base, camera = _stance(doc.stance, where) if doc.stance else ({}, None)
    return over(base, doc.body), doc.camera or camera


def drawn_stance(name: str) -> Rung:
    """A stance by itself, to look at."""
    base, camera = _stance(name, "stances.yaml")
    body = _model(Body, _finished(base), f"stances.yaml: {name}")
    return Rung(name, 0, (Drawing(name, 0, "still", body, camera or Camera()),), "still")


def slugs() -> list[str]:
    return sorted(p.name.removesuffix(ENDING) for p in POSES.glob(f"*{ENDING}"))


def read(slug: str, folder: Path = POSES) -> list[Rung]:
    """All rungs of a figure file. Raises `ContentError`."""
    file = f"{slug}{ENDING}"
    doc = _model(FigureDoc, _yaml(folder / file), file)
    return [_rung(doc, slug, rung, file) for rung in sorted(doc.rungs)]


def _rung(doc: FigureDoc, slug: str, rung: Any, file: str) -> Rung:
    form: Form = doc.rungs[rung]
    drawn = form
    if form.same_as is not None:
        if form.same_as not in doc.rungs or doc.rungs[form.same_as].same_as is not None:
            raise ContentError([f"{file}: rungs.{rung}.same_as: there is no drawn rung {form.same_as}"])
        drawn = doc.rungs[form.same_as]
    where = f"{file}: rungs.{rung}"
    stance = drawn.stance or doc.stance
    base, camera = _stance(stance, where) if stance else ({}, None)
    layers = over(over(base, doc.body if drawn.stance is None else {}), drawn.body)
    seen = drawn.camera or (doc.camera if doc.camera != Camera() else None) or camera or Camera()
    drawings = []
    for frame, changes in sorted(drawn.frames.items()):
        whole = _finished(over(layers, changes or {}))
        body = _model(Body, whole, f"{where}.{frame}")
        drawings.append(Drawing(slug, int(rung), frame, body, seen))
    cover = drawn.cover or ("out" if "out" in drawn.frames else drawings[0].frame)
    return Rung(slug, int(rung), tuple(drawings), cover)
