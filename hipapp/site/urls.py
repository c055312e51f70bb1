from django.urls import include, path

from hipapp.site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz/", views.healthz, name="healthz"),
    path("account/", include("hipapp.site.account_urls")),
    path("", include("poses.urls")),
    path("", include("journal.urls")),
]
