from django.urls import path

from poses.body import views

urlpatterns = [
    path("body/", views.body, name="body"),
    path("check/", views.check, name="check"),
    path("check/soon/", views.check_soon, name="check_soon"),
    path("stop/", views.stop, name="stop"),
    path("body/<slug:question>/", views.body_question, name="body_question"),
]
