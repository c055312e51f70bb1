from django.urls import path

from poses.library import views

urlpatterns = [
    path("poses/", views.poses, name="poses"),
    path("poses/<slug:slug>/", views.pose, name="pose"),
]
