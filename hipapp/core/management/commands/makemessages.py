"""Django's `makemessages`, which also finds what the pure modules say (`hipapp.core.speech`)."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=say",
        "--keyword=say_n:1,2",
        "--keyword=N_",
    ]
