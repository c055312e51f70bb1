from django.urls import include, path

urlpatterns = [
    path("", include("poses.library.urls")),
    path("", include("poses.body.urls")),
    path("", include("poses.routines.urls")),
    path("", include("poses.advice.urls")),
]
