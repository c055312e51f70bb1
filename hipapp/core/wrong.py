"""Where a form comes back because something is wrong, the first such field has the focus."""

from typing import cast

from django import forms


def wrong_fields(form: forms.BaseForm) -> list[forms.BoundField]:
    """The fields with an error, in the order in which they stand on the page."""
    return [field for field in form if field.errors]


def focus_on_wrong(form: forms.BaseForm) -> None:
    """The first field with an error gets the focus as the page loads.

    A group of choices doesn't: the focus would lie on its first choice, as if that one were meant.
    """
    for first in wrong_fields(form)[:1]:
        if not first.field.widget.use_fieldset:
            first.field.widget.attrs["autofocus"] = True


class FocusOnWrong:
    """Beside a form's own class: the form does so by itself."""

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        focus_on_wrong(cast(forms.BaseForm, self))
