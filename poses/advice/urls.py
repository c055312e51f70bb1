from django.urls import path

from poses.advice import views

urlpatterns = [
    path("flare/", views.sore_today, name="flare"),
    path("cautious/", views.cautious, name="cautious"),
    path("safety/", views.rules, name="rules"),
    path("safety/rules.csv", views.rules_csv, name="rules_csv"),
    path("safety/rules.json", views.rules_json, name="rules_json"),
    path("safety/<slug:slug>/", views.rules_of_pose, name="rules_of_pose"),
]
