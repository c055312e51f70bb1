"""What changed over weeks: a sentence first, then pictures, each with its table."""

import csv as csv_writer

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hipapp.core.clock import today_of
from hipapp.core.people import PersonRequest, person_required
from journal.sessions.today import practice_days
from journal.trends import charts, stats, words
from journal.trends.records import entries_of, routine_flags
from poses.gatekeeping import gate_for
from poses.routines.records import active_version


@require_safe
@person_required
def trends(request: PersonRequest) -> HttpResponseBase:
    user, today = request.user, today_of(request.user)
    entries = entries_of(user)
    weeks, progress = stats.weeks(entries, today), stats.progress(entries, today)
    mornings = stats.mornings(entries, progress)
    version = active_version(user)
    planned = practice_days(user, version, gate_for(user, today))
    flags = stats.worth_marking(routine_flags(user), entries)
    line, bars = charts.line_chart(weeks, flags, progress.told), charts.bar_chart(weeks)
    context = {
        "any": not (line.empty and bars.empty),
        "words": words.progress_words(progress),
        "mornings": words.mornings_words(*mornings) if mornings else "",
        "week": words.this_week_words(stats.this_week(entries, today), planned),
        "compared": progress.told if len(progress.told) == 2 else None,
        "line": line,
        "bars": bars,
        "days": charts.day_chart(stats.practised_days(entries, today), today),
    }
    return render(request, "journal/trends.html", context)


@require_safe
@person_required
def csv(request: PersonRequest) -> HttpResponseBase:
    """The weeks as they are shown; an empty field is a gap."""
    today = today_of(request.user)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="hipapp-weeks-{today.isoformat()}.csv"'
    writer = csv_writer.writer(response)
    writer.writerow(["week_from", "before", "after", "next_morning", "sessions", "days", "minutes"])
    for week in stats.weeks(entries_of(request.user), today):
        ratings = [f"{m.value:.1f}" if m else "" for m in week.means]
        writer.writerow([week.start.isoformat(), *ratings, week.sessions, week.days, _minutes(week.minutes)])
    return response


def _minutes(minutes: float | None) -> str:
    return "" if minutes is None else str(round(minutes))
