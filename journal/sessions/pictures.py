"""The pictures that a session may show. They go into the player's page: a script is frozen, pictures are not."""

from collections.abc import Mapping
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext as _

from hipapp.core.enums import FigureBody, Rung
from hipapp.core.models import User
from journal.sessions.script import forms_of
from poses.figures.made import Figure, made


def pictures_of(script: Mapping[str, Any], user: User) -> dict[str, dict[str, Any]]:
    """By `pose/rung`: the address of each frame, which one stands still, and both sides in words."""
    body = FigureBody(user.figure_body)
    forms = {f"{f['pose']}/{f['rung']}": (f["pose"], Rung(f["rung"])) for f in forms_of(script)}
    found = ((key, made().figure(*form)) for key, form in forms.items())
    return {key: _picture(figure, body) for key, figure in found if figure}


def _picture(figure: Figure, body: FigureBody) -> dict[str, Any]:
    return {
        "frames": {frame: static(figure.path(body, frame)) for frame in figure.frames},
        "cover": figure.cover,
        "words": {"left": _words(figure, mirrored=False), "right": _words(figure, mirrored=True)},
    }


def _words(figure: Figure, *, mirrored: bool) -> str:
    phases = {"in": _("Breathing in: %(shown)s"), "out": _("Breathing out: %(shown)s")}
    if figure.moves:
        phases["still"] = _("At rest: %(shown)s")
    told = ((phases.get(f, "%(shown)s"), figure.describe(f, mirrored=mirrored)) for f in figure.frames)
    return " ".join(phase % {"shown": shown} for phase, shown in told)
