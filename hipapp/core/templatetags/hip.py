"""Small template helpers that every room uses."""

from enum import Enum
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from hipapp.core.amounts import dose_in_words, time_in_words
from hipapp.core.labels import WEEKDAYS, Label
from hipapp.core.labels import label as label_of
from hipapp.core.panels import render_slot

register = template.Library()


@register.filter
def label(word: Enum) -> Label:
    """What a person reads for an enum member."""
    return label_of(word)


@register.filter
def minutes(seconds: float) -> str:
    """A length in words: seconds below a minute, else whole minutes."""
    return time_in_words(seconds)


@register.filter
def dose(value: Any) -> str:
    """A dose in words, without its sides: "8 times, then hold 20 seconds, 2 rounds"."""
    return dose_in_words(value.amounts, value.sets)


@register.simple_tag(takes_context=True)
def panels(context: template.Context, slot: str, **kwargs: Any) -> SafeString:
    """What higher rooms show in this slot."""
    found = render_slot(slot, context["request"], **kwargs)
    return format_html_join("", "{}", ((mark_safe(html),) for html in found))  # noqa: S308 (rendered templates)


@register.simple_block_tag
def banner(content: str, tone: str = "calm", **more: str) -> SafeString:
    """What one should know before going on; `tone` is calm, adapt or avoid. Also `id`, `classes` and `role`."""
    return render_to_string("parts/_banner.html", {"content": content, "tone": tone, **more})


@register.simple_block_tag
def verdict(content: str, kind: str, tag: str = "span", **more: str) -> SafeString:
    """How a pose suits a body, in words; `kind` is fine, adapt or avoid, `tag` the element. Also `id`."""
    return render_to_string(
        "parts/_verdict.html", {"content": content.strip(), "kind": kind, "tag": tag, **more}
    )


@register.simple_block_tag
def empty_state(content: str) -> SafeString:
    """Where nothing is yet: what will be here, and the way there."""
    return render_to_string("parts/_empty.html", {"content": content})


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """The current query string with some keys changed; an empty value drops the key."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = value
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag
def weekday(number: int) -> Label:
    """Monday for 0."""
    return WEEKDAYS[number]
