from django.urls import include, path

from hipapp.site import style, views

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("style/", style.style, name="style"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz/", views.healthz, name="healthz"),
    path("account/", include("hipapp.site.account_urls")),
    path("", include("poses.urls")),
    path("", include("journal.urls")),
]

handler500 = "hipapp.site.views.broken"
