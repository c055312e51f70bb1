from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "hipapp.core"
    label = "core"
