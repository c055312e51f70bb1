from django.apps import AppConfig


class PosesConfig(AppConfig):
    name = "poses"

    def ready(self) -> None:
        from poses.body import changes
        from poses.routines.records import recheck_all, reopened

        changes.follow(recheck_all)  # a routine is checked again when its owner's body changes
        changes.follow(reopened)
