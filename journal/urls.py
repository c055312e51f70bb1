from django.urls import path

from journal.coach import ask_views as ask
from journal.coach import views as coach
from journal.sessions import pages, player
from journal.trends import views as trends

urlpatterns = [
    path("practise/", player.practise, name="practise"),
    path("practise/start/", player.start, name="practise_start"),
    path("practise/go/", player.go, name="practise_go"),
    path("practise/<uuid:pk>/", player.play, name="play"),
    path("practise/<uuid:pk>/events/", player.events, name="session_events"),
    path("practise/<uuid:pk>/leave/", player.leave, name="session_leave"),
    path("practise/<uuid:pk>/finish/", player.finish, name="session_finish"),
    path("practise/<uuid:pk>/after/", player.after, name="after"),
    path("practise/<uuid:pk>/morning/", player.morning, name="morning"),
    path("day/skip/", player.skip_day, name="skip_day"),
    path("journal/", pages.journal, name="journal"),
    path("journal/add/", pages.add, name="journal_add"),
    path("journal/<uuid:pk>/", pages.entry, name="entry"),
    path("journal/<uuid:pk>/delete/", pages.delete, name="entry_delete"),
    path("journal/<uuid:pk>/restore/", pages.restore, name="entry_restore"),
    path("coach/", coach.coach, name="coach"),
    path("coach/log/", coach.log, name="coach_log"),
    path("coach/replay/", coach.replay, name="coach_replay"),
    path("coach/<uuid:pk>/answer/", coach.answer, name="coach_answer"),
    path("coach/<uuid:pk>/undo/", coach.take_back, name="coach_undo"),
    path("coach/ask/", ask.questions, name="questions"),
    path("coach/ask/<slug:slug>/", ask.ask, name="ask"),
    path("coach/trial/<uuid:pk>/", ask.trial, name="trial"),
    path("coach/trial/<uuid:pk>/stop/", ask.stop, name="trial_stop"),
    path("coach/trial/<uuid:pk>/go-on/", ask.again, name="trial_go_on"),
    path("trends/", trends.trends, name="trends"),
    path("trends/shown.csv", trends.csv, name="trends_csv"),
]
