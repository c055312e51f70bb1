"""What a person can say of a session, checked at its field."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from hipapp.core.clock import now, today_of
from hipapp.core.enums import Mark, Tag
from hipapp.core.labels import choices, label
from hipapp.core.models import User
from hipapp.core.wrong import FocusOnWrong, wrong_fields
from journal.sessions.events import MAX_NOTE
from journal.sessions.models import Session
from journal.sessions.of_week import OfWeek
from poses.library.catalogue import catalogue
from poses.routines.words import listed

RATINGS = [
    (0, _("0, no discomfort")),
    *((n, str(n)) for n in range(1, 10)),
    (10, _("10, worst imaginable")),
]
MOST_MINUTES = 600
#: The oldest day that can be written down: two years is more than anybody remembers.
OLDEST = timedelta(days=730)

#: From least to most.
_MARKS = [(mark.value, label(mark)) for mark in (Mark.FELT_EASY, Mark.GOOD, Mark.OK, Mark.TOO_MUCH)]
_CHOOSE = _("Please choose one of what is offered.")
_NOT_OPEN = _(
    "The poses of your week have changed since this page came. Please look at which are ticked, and save again."
)
_GONE = ngettext_lazy(
    "%(names)s is not in your week any more, or not for now. It is left out; please save again.",
    "%(names)s are not in your week any more, or not for now. They are left out; please save again.",
    "number",
)
_MINUTES = _("Please write the minutes as a whole number from 0 to 600.")


def check_storable(text: str) -> None:
    """Refuse, at the field, what an event refuses: NUL, also written out, and masses of invisible characters."""
    invisible = len(text) <= MAX_NOTE and len(repr(text)) > 3 * MAX_NOTE - 100
    if "\0" in text or "\\u0000" in text or invisible:
        raise forms.ValidationError(
            _("There is a character in this text that can’t be kept. Please take it out, or type it anew.")
        )


class TextField(forms.CharField):
    """Text as it was typed, whatever the script. A line break is one character, as whoever typed it counts."""

    def __init__(self, **kwargs: Any) -> None:
        told = _("Please shorten it: it has %(show_value)d characters, and %(limit_value)d fit.")
        kwargs.setdefault("error_messages", {"max_length": told})
        super().__init__(strip=False, required=False, **kwargs)
        # Django's own words for NUL name the character; ours say what to do.
        self.validators = [v for v in self.validators if not isinstance(v, ProhibitNullCharactersValidator)]
        self.validators.append(check_storable)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without `maxlength`, by which a browser would cut what is pasted and say nothing."""
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class RatingField(forms.TypedChoiceField):
    """0 (no discomfort) to 10 (worst imaginable), or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        told = _("Please choose a whole number from 0 to 10.")
        super().__init__(
            choices=[*RATINGS, ("", _("no number"))],
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": told, "required": told},
            **kwargs,
        )


class RatingForm(forms.Form):
    """One tap on one of eleven buttons."""

    rating = RatingField(required=True)


class AboutForm(FocusOnWrong, forms.Form):
    """What may be said after the rating: a mark for each pose, tags and a note."""

    tags = forms.MultipleChoiceField(
        label=_("Anything that played a part?"),
        help_text=_(
            "Feelings can come up in slow practice. It is common, and nothing has to be done about it."
        ),
        required=False,
        choices=choices(Tag),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _CHOOSE, "invalid_list": _CHOOSE},
    )
    note = TextField(
        label=_("Note"),
        help_text=_("How it was, in your words."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        max_length=MAX_NOTE,
        error_messages={
            "max_length": _(
                "Please shorten the note: it has %(show_value)d characters, and %(limit_value)d fit."
            )
        },
    )

    def __init__(self, *args: Any, poses: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.poses = poses
        for slug, name in poses.items():
            self.fields[f"mark-{slug}"] = forms.ChoiceField(
                label=name,
                required=False,
                choices=[*_MARKS, ("", _("No mark"))],
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _CHOOSE},
            )
        self.order_fields([*(f"mark-{slug}" for slug in poses), "tags", "note"])

    def marks(self) -> dict[str, str | None]:
        return {slug: self.cleaned_data.get(f"mark-{slug}") or None for slug in self.poses}

    @property
    def mark_fields(self) -> list[forms.BoundField]:
        return [self[f"mark-{slug}"] for slug in self.poses]

    @property
    def wrong(self) -> list[forms.BoundField]:
        return wrong_fields(self)


class AfterForm(AboutForm):
    """The page after a session: the rating's buttons, and whatever else is filled in goes along with a tap."""

    rating = RatingField(label=_("Back and hips now"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["rating"])


class EntryForm(AboutForm):
    """Everything of one journal entry. Times are where the person is."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Please say which day it was."),
            "invalid": _("Please write the day like this: 2026-03-31."),
        },
    )
    at = forms.TimeField(
        label=_("Time"),
        help_text=_("If you like."),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Please write the time like this: 18:30.")},
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=0,
        max_value=MOST_MINUTES,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _MINUTES),
    )
    title = TextField(label=_("What it was"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}))
    before = RatingField(label=_("Before"))
    after = RatingField(label=_("Afterwards"))
    next_morning = RatingField(label=_("Next morning"))

    def __init__(self, *args: Any, user: User, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["day", "at", "minutes", "title", "before", "after", "next_morning"])
        self.user = user
        self.zone = zone or user.time_zone
        today = today_of(user)
        if str(self["day"].value()) == (today - timedelta(days=1)).isoformat():
            self.fields["next_morning"].label = _("Next morning (this morning)")
        self.fields["day"].widget.attrs |= {"max": today.isoformat(), "min": (today - OLDEST).isoformat()}

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        today = today_of(self.user)
        if day > today:
            raise forms.ValidationError(
                _("This day has not come yet. Please choose today or an earlier one.")
            )
        if day < today - OLDEST and day != self.initial.get("day"):
            raise forms.ValidationError(_("The journal reaches two years back. Please choose a later day."))
        return day

    def clean_title(self) -> str:
        return str(self.cleaned_data["title"]).strip()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("day") and data.get("next_morning") is not None and data["day"] >= today_of(self.user):
            self.add_error(
                "next_morning", _("The next morning has not come yet. Please leave this empty for now.")
            )
        if data.get("day") and data.get("at") and self.started_at() > now():
            self.add_error("at", _("This time has not come yet. Please choose an earlier one."))
        return data

    def started_at(self) -> datetime:
        """The moment meant, noon if no time was said."""
        moment: time = self.cleaned_data.get("at") or time(12)
        return datetime.combine(self.cleaned_data["day"], moment, tzinfo=ZoneInfo(self.zone))

    @property
    def day_only(self) -> bool:
        return self.cleaned_data.get("at") is None

    @staticmethod
    def initial_of(session: Session) -> dict[str, Any]:
        start = session.started_at.astimezone(ZoneInfo(session.time_zone))
        return {
            "day": start.date(),
            "at": None if session.day_only else start.time().replace(second=0, microsecond=0),
            "minutes": session.minutes,
            "title": session.title,
            "before": session.before,
            "after": session.after,
            "next_morning": session.next_morning,
            "tags": session.tags,
            "note": session.note,
            **{f"mark-{pose}": mark for pose, mark in session.marks.items()},
        }


class DoneField(forms.MultipleChoiceField):
    """Poses to tick. One that has gone since the page was opened has no box any more, so it is told by name."""

    def validate(self, value: list[str]) -> None:
        names = {slug: catalogue().name(slug) for slug in value if slug in catalogue().poses}
        if gone := [name for slug, name in names.items() if not self.valid_value(slug)]:
            raise forms.ValidationError(_GONE % {"names": listed(gone, most=len(gone)), "number": len(gone)})
        super().validate(value)


class AddForm(EntryForm):
    """An entry for what was done elsewhere, with the poses of the person's own week to tick."""

    def __init__(self, *args: Any, week: OfWeek | None, **kwargs: Any) -> None:
        super().__init__(*args, poses={}, **kwargs)
        self.week = week
        if week:
            self.fields["title"].help_text = _(
                "If you like. Left empty, it takes your routine’s name, or “Practice”."
            )
        # What was ticked is answered also where the week is gone since.
        if week or "did" in self.data:
            self._offer(week.names(self.initial["day"].weekday()) if week else [])
        self.order_fields(["day", "minutes", "before", "after", "next_morning", "did", "note", "title", "at"])

    def _offer(self, poses: list[tuple[str, str]]) -> None:
        routine = self.week.version.routine if self.week else None
        asked = _("Which poses?")
        if routine:
            now, then = _("Which poses of %(routine)s?"), _("Which poses of %(routine)s, your week of then?")
            asked = now if routine.is_active else then
        self.fields["did"] = DoneField(
            label=asked % {"routine": routine.name} if routine else asked,
            help_text=_("Tick what you did, if you like."),
            required=False,
            choices=poses,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _NOT_OPEN, "invalid_list": _NOT_OPEN},
        )

    @property
    def of_the_day(self) -> list[forms.boundfield.BoundWidget]:
        """The ticks for what was planned on that day."""
        return self._by_day.get(self.initial["day"].weekday(), [])

    @property
    def days_name(self) -> str:
        return WEEKDAYS[self.initial["day"].weekday()]

    @property
    def of_other_days(self) -> list[tuple[str, list[forms.boundfield.BoundWidget]]]:
        """The ticks for the rest of the week, each under the first day that has it, in the order of the week."""
        day = self.initial["day"].weekday()
        return [(WEEKDAYS[n], ticks) for n, ticks in sorted(self._by_day.items()) if n != day]

    @cached_property
    def _by_day(self) -> dict[int, list[forms.boundfield.BoundWidget]]:
        if not self.week:
            return {}
        today = self.initial["day"].weekday()
        first = self.week.first_days(today)
        found: dict[int, list[forms.boundfield.BoundWidget]] = {}
        for option in self["did"].subwidgets:
            pose = str(option.data["value"])
            found.setdefault(first[pose], []).append(option)
            if first[pose] != today:  # of the day itself nobody asks where else a pose is
                also = (str(WEEKDAYS_ABBR[n]) for n in self.week.days_of(pose) if n != first[pose])
                option.data.update(also=", ".join(also))
        return found

    @property
    def says_more(self) -> bool:
        """Whether something of what is folded away was said, or is wrong."""
        return bool({"title", "at", "tags"} & {*self.changed_data, *self.errors})

    def refuse(self) -> None:
        """Say at the poses that the gate did not let them in."""
        self.add_error("did", _NOT_OPEN)

    def named(self) -> str:
        """What it is called: as was typed, else after the week that it is of."""
        if self.cleaned_data["title"]:
            return str(self.cleaned_data["title"])
        if self.week and self.cleaned_data.get("did"):
            return self.week.version.routine.name
        return gettext("Practice")

    def script(self) -> dict[str, Any] | None:
        """What was ticked, as the steps of that weekday. Raises `RefusedError` if one may not be done today."""
        did = self.cleaned_data.get("did")
        if not self.week or not did:
            return None
        return self.week.script(did, self.cleaned_data["day"].weekday(), self.named())
