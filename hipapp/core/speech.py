"""How the pure modules speak: their sentences are translated here, and they need not know by whom. Pure.

A sentence is a literal with named places, `say("%(name)s is your rest day.", name=…)`, so that `makemessages`
finds it. Without a translator plugged in, what is written is what is said.
"""

from collections.abc import Callable
from dataclasses import dataclass

Translate = Callable[[str], str]
TranslateN = Callable[[str, str, int], str]


def _as_written(text: str) -> str:
    return text


def _as_written_n(one: str, many: str, n: int) -> str:
    return one if n == 1 else many


@dataclass(slots=True)
class _Translator:
    one: Translate = _as_written
    counted: TranslateN = _as_written_n
    language: Callable[[], str] = str


_translator = _Translator()


def use(translate: Translate, translate_n: TranslateN, language: Callable[[], str] = str) -> None:
    """From now on sentences are translated by these two, each time they are said; `language` tells into which."""
    _translator.one, _translator.counted, _translator.language = translate, translate_n, language


def language() -> str:
    """Into which language sentences are said now, for whoever keeps what was said; empty without a translator."""
    return _translator.language()


def N_(text: str) -> str:  # noqa: N802 (what gettext calls it)
    """Marks a constant for `makemessages`. It is translated where it is used, by `say`."""
    return text


#: Monday first, to be said by `say`.
WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


def say(text: str, /, **values: object) -> str:
    """`text` in the reader's language, its places filled with `values`; without any, a % stands for itself."""
    said = _translator.one(text)
    return said % values if values else said


def say_n(one: str, many: str, n: int, /, **values: object) -> str:
    """As `say`, for a number of things; `%(n)s` is the number."""
    return _translator.counted(one, many, n) % {"n": n, **values}
