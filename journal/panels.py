"""What the journal shows on lower rooms' pages."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from hipapp.core.panels import register
from hipapp.core.people import person_of
from poses.content.schema import PoseDoc

#: Sessions looked at for "you and this pose".
RECENT = 200


@register("pose")
def you_and_this_pose(request: HttpRequest, *, doc: PoseDoc) -> str | None:
    """How often the person did this pose, and how they marked it. One query; nothing for somebody new."""
    user = person_of(request)
    if user is None:
        return None
    recent = user.sessions.practised().newest_first().values_list("local_day", "marks", "poses")[:RECENT]
    days = [day for day, _, poses in recent if doc.slug in poses]
    marks = [m[doc.slug] for _, m, _ in recent if doc.slug in m]
    if not days:
        return None
    counts = {mark: marks.count(mark) for mark in ("good", "ok", "too_much", "felt_easy") if mark in marks}
    context = {"times": len(days), "last": days[0], "counts": counts}
    return render_to_string("journal/_pose_panel.html", context)
