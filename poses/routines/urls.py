from django.urls import path

from poses.routines import views

urlpatterns = [
    path("routines/", views.routines, name="routines"),
    path("routines/assemble/", views.assemble_week, name="routine_assemble"),
    path("routines/starters/<slug:slug>/", views.starter, name="routine_starter"),
    path("routines/<uuid:pk>/", views.routine, name="routine"),
    path("routines/<uuid:pk>/edit/", views.edit, name="routine_edit"),
    path("routines/<uuid:pk>/add/", views.add_step, name="routine_add"),
    path("routines/<uuid:pk>/swap/<str:step>/", views.swap_step, name="routine_swap"),
    path("routines/<uuid:pk>/history/", views.history, name="routine_history"),
    path("routines/<uuid:pk>/restore/<int:number>/", views.restore_version, name="routine_restore"),
    path("routines/<uuid:pk>/rename/", views.rename, name="routine_rename"),
    path("routines/<uuid:pk>/use/", views.use, name="routine_use"),
    path("routines/<uuid:pk>/duplicate/", views.duplicate, name="routine_duplicate"),
    path("routines/<uuid:pk>/delete/", views.delete, name="routine_delete"),
    path("routines/<uuid:pk>/undelete/", views.undelete, name="routine_undelete"),
    path("routines/<uuid:pk>/text/", views.text, name="routine_text"),
]
