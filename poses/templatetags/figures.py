"""The pictures of poses, as the templates put them on a page. Where there is no figure, they put nothing.

`side` is the one that is done: drawn is the left one, and the right one is its mirror image.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hipapp.core.enums import FigureBody, Rung, Side
from hipapp.core.models import User
from hipapp.core.people import person_of
from poses.figures.made import Figure, made
from poses.routines.rows import Ahead

register = template.Library()

NOTHING = SafeString("")

_IMG = '<img class="{}" src="{}" alt="{}" width="800" height="600" loading="lazy" decoding="async">'
#: By `<use>`, and only so, a picture takes the page's colours.
_USE = '<svg class="{}" viewBox="0 0 800 600" width="800" height="600" {}><use href="{}#f"/></svg>'
#: The same, but its address comes when it is near (static/js/figures.js).
_LATER = '<svg class="{}" viewBox="0 0 800 600" width="800" height="600" data-use="{}#f" {}><use/></svg>'


@register.simple_tag(takes_context=True)
def figure_card(
    context: template.Context, slug: str, rung: Any, side: str = "both", *, alt: bool = True
) -> SafeString:
    """The small picture in a long list, which waits until it comes near the screen.

    It is an image, unless the person has chosen colours: an image can't take those from the page.
    """
    user, figure = _user(context), _figure(slug, rung)
    if figure is None:
        return NOTHING
    source, words = static(figure.path(_body(user), "card")), _words(figure, "cover", side) if alt else ""
    if user is None or not user.has_own_colours:
        return format_html(_IMG, _classes(side), source, words)
    later = format_html(_LATER, _classes(side), source, _told(words))
    if (
        "HX-Request" in context["request"].headers
    ):  # then there are scripts, and what htmx reads knows no <noscript>
        return later
    return format_html("{}<noscript>{}</noscript>", later, _use(source, side, words))


@register.simple_tag(takes_context=True)
def figure_small(
    context: template.Context,
    slug: str,
    rung: Any,
    side: str = "both",
    *,
    alt: bool = True,
    frame: str = "card",
) -> SafeString:
    """The small picture in a short list. Without `alt` where the pose is named beside it and described elsewhere.

    `frame="cover"` is the same picture drawn finely, where there is more room for it.
    """
    figure = _figure(slug, rung)
    return _one(figure, _body(_user(context)), side, alt, frame) if figure else NOTHING


@register.simple_tag(takes_context=True)
def figure_full(
    context: template.Context, slug: str, rung: Any, side: str = "both", ends: Iterable[str] | None = None
) -> SafeString:
    """The large picture; of a pose that moves both ends of the movement, side by side.

    They are named by the breath, unless `ends` names them: of a movement apart from it.
    """
    figure = _figure(slug, rung)
    if figure is None:
        return NOTHING
    body = _body(_user(context))
    named = _BY_BREATH | dict(zip(("in", "out"), ends or (), strict=False))
    frames = format_html_join(
        "",
        '<figure class="fig-frame">{}{}</figure>',
        (
            (_one(figure, body, side, frame=frame), _caption(named[frame] if figure.moves else "", side))
            for frame in figure.frames
        ),
    )
    return format_html('<div class="fig-frames{}">{}</div>', " fig-moves" if figure.moves else "", frames)


@register.simple_tag
def figure_of(slug: str, rung: Any, body: str) -> SafeString:
    """The small picture with a body that is not the person's own choice, without words: to choose by."""
    figure = _figure(slug, rung)
    return _one(figure, FigureBody(body), Side.BOTH, alt=False) if figure else NOTHING


@register.filter
def pictured(poses: Iterable[Ahead]) -> bool:
    """Whether there is a picture of any of them."""
    return any(_figure(a.pose, a.rung) for a in poses)


def _body(user: User | None) -> FigureBody:
    return FigureBody(user.figure_body) if user else FigureBody.A


def _user(context: template.Context) -> User | None:
    request = context.get("request")
    return person_of(request) if request else None


def _figure(slug: str, rung: Any) -> Figure | None:
    return made().figure(slug, Rung(rung))


def _one(figure: Figure, body: FigureBody, side: str, alt: bool = True, frame: str = "card") -> SafeString:
    shown = "cover" if frame == "card" else frame
    return _use(static(figure.path(body, frame)), side, _words(figure, shown, side) if alt else "")


def _use(source: str, side: str, words: str) -> SafeString:
    return format_html(_USE, _classes(side), _told(words), source)


def _told(words: str) -> SafeString:
    return format_html('role="img" aria-label="{}"', words) if words else mark_safe('aria-hidden="true"')


def _words(figure: Figure, frame: str, side: str) -> str:
    return figure.describe(frame, mirrored=side == Side.RIGHT)


def _classes(side: str) -> str:
    return "fig fig-mirrored" if side == Side.RIGHT else "fig"


_BY_BREATH = {
    "in": gettext_noop("Breathing in"),
    "out": gettext_noop("Breathing out"),
    "still": gettext_noop("At rest"),
}


def _caption(end: str, side: str) -> SafeString:
    """Which end of the movement it is, or the rest between, and which side."""
    phase = _(end) if end else ""
    shown = {"left": _("left side"), "right": _("right side")}.get(side, "")
    text = ", ".join(part for part in (phase, shown) if part)
    return format_html("<figcaption>{}</figcaption>", text[:1].upper() + text[1:]) if text else NOTHING
