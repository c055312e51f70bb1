"""Django's `makemessages`, which also finds what the pure modules say (`hipapp.core.speech`)."""

from typing import ClassVar

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    xgettext_options: ClassVar[list[str]] = [
        *makemessages.Command.xgettext_options,
        "--keyword=say",
        "--keyword=say_n:1,2",
        "--keyword=N_",
    ]
