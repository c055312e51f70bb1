"""A message with a button: most often one that takes back what it tells."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


def with_undo(text: str, address: str) -> SafeString:
    return with_button(text, address, _("Undo"))


def with_button(text: str, address: str, label: str) -> SafeString:
    """The text and a button that posts to `address`, by the form that templates/base.html has beside its messages."""
    return format_html(
        '{} <button class="link-button" form="undo-answer" formaction="{}">{}</button>',
        text,
        address,
        label,
    )
