"""What a person can say of a session, checked at its field."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from hipapp.core.clock import today_of
from hipapp.core.enums import Mark, Tag
from hipapp.core.labels import choices
from hipapp.core.models import User
from journal.sessions.models import Session
from journal.sessions.records import MAX_NOTE

RATINGS = [(n, str(n)) for n in range(11)]
#: The oldest day that can be written down: two years is more than anybody remembers.
OLDEST = timedelta(days=730)


class RatingField(forms.TypedChoiceField):
    """0 (no discomfort) to 10 (worst imaginable), or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(
            choices=[("", _("not said")), *RATINGS],
            coerce=int,
            empty_value=None,
            error_messages={"invalid_choice": _("A rating is a whole number from 0 to 10.")},
            **kwargs,
        )


class RatingForm(forms.Form):
    """One tap on one of eleven buttons."""

    rating = RatingField(required=True)


class AboutForm(forms.Form):
    """What may be said after the rating: tags and a note. Marks are read beside it, one per pose."""

    tags = forms.MultipleChoiceField(
        label=_("Anything that played a part?"),
        required=False,
        choices=choices(Tag),
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MAX_NOTE,
        error_messages={
            "max_length": _("A note has at most %(limit_value)d characters; this one has %(show_value)d.")
        },
    )

    def __init__(self, *args: Any, poses: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.poses = poses
        for slug, name in poses.items():
            self.fields[f"mark-{slug}"] = forms.ChoiceField(
                label=name,
                required=False,
                choices=[("", _("not said")), *choices(Mark)],
                widget=forms.RadioSelect,
            )

    def marks(self) -> dict[str, str | None]:
        return {slug: self.cleaned_data.get(f"mark-{slug}") or None for slug in self.poses}

    @property
    def mark_fields(self) -> list[forms.BoundField]:
        return [self[f"mark-{slug}"] for slug in self.poses]


class EntryForm(AboutForm):
    """Everything of one journal entry. Times are where the person is."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    at = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=0,
        max_value=600,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    title = forms.CharField(label=_("What it was"), max_length=120, required=False)
    before = RatingField(label=_("Back before"))
    after = RatingField(label=_("Back afterwards"))
    next_morning = RatingField(label=_("Back next morning"))

    def __init__(self, *args: Any, user: User, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.zone = zone or user.time_zone
        today = today_of(user)
        self.fields["day"].widget.attrs |= {"max": today.isoformat(), "min": (today - OLDEST).isoformat()}

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        today = today_of(self.user)
        if day > today:
            raise forms.ValidationError(_("This day has not come yet."))
        if day < today - OLDEST and day != self.initial.get("day"):
            raise forms.ValidationError(_("The journal reaches two years back."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("day") and data.get("next_morning") is not None and data["day"] >= today_of(self.user):
            self.add_error("next_morning", _("The next morning has not come yet."))
        return data

    def started_at(self) -> datetime:
        """The moment meant, noon if no time was given."""
        moment: time = self.cleaned_data.get("at") or time(12)
        return datetime.combine(self.cleaned_data["day"], moment, tzinfo=ZoneInfo(self.zone))

    @staticmethod
    def initial_of(session: Session) -> dict[str, Any]:
        start = session.started_at.astimezone(ZoneInfo(session.time_zone))
        return {
            "day": start.date(),
            "at": start.time().replace(second=0, microsecond=0),
            "minutes": session.minutes,
            "title": session.title,
            "before": session.before,
            "after": session.after,
            "next_morning": session.next_morning,
            "tags": session.tags,
            "note": session.note,
            **{f"mark-{pose}": mark for pose, mark in session.marks.items()},
        }
