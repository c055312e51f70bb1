"""Every page that somebody signed in can open, with something on it."""

from django.utils import timezone

from hipapp.core.clock import today_of
from hipapp.core.models import User
from journal.models import Trial
from poses.routines.records import latest_version
from tests.build import finished, make_routine


def everywhere(user: User) -> list[str]:
    """Addresses of a person with a routine, two sessions and a question to the back."""
    routine = make_routine(user)
    step = latest_version(routine).plan.steps[0].id
    session = finished(user, days_ago=1, before=4, after=5)
    finished(user, days_ago=9, before=4, after=3)
    now = {"first_day": today_of(user), "weeks": "1001"}
    trial = Trial.objects.create(user=user, pose="glute-bridge", **now)
    asked = Trial.objects.create(user=user, pose="hip-hinge", **now, ended_at=timezone.now(), end="stopped")
    of = f"/routines/{routine.pk}/"
    return [
        "/", "/poses/", "/poses/?q=nothing-like-it", "/poses/glute-bridge/", "/flare/", "/cautious/", "/safety/",
        "/safety/?condition=knee", "/safety/low-lunge-supported/", "/about/", "/stop/",
        "/practise/", "/journal/", "/journal/add/", f"/journal/{session.pk}/", f"/practise/{session.pk}/after/",
        "/trends/", "/coach/", "/coach/log/", "/coach/replay/", "/coach/ask/", "/coach/ask/glute-bridge/",
        f"/coach/trial/{trial.pk}/", f"/coach/trial/{asked.pk}/",
        "/routines/", "/routines/assemble/", "/routines/starters/relief-sequence/", of, f"{of}add/",
        f"{of}swap/{step}/", f"{of}history/", f"{of}text/", f"{of}rename/",
        "/body/", "/check/", "/account/", "/account/figure/", "/account/delete/", "/account/password/change/",
        "/account/logout/",
        *(f"/body/{q}/" for q in ("conditions", "movements", "sites", "how-long", "abilities", "props", "minutes",
                                  "days", "experience")),
    ]  # fmt: skip
