"""All that people read is plain and kind, and says one word for one thing. How hard it is to read: docs/words.md."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django import forms

from hipapp.site.account import FigureForm, KeepForm
from hipapp.site.account_forms import ChangePasswordForm, LoginForm, ResetPasswordKeyForm, SignupForm
from journal.sessions import forms as session_forms
from poses.body import forms as body_forms
from poses.body import signs, ticks
from poses.routines import forms as routine_forms
from tools.said import Said, filled, length, said, sentences

ROOT = Path(__file__).resolve().parents[2]
TEXTS = said()
KEPT: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (ROOT / "tools" / "words.yaml").read_text(encoding="utf-8")
)
#: Words of a sentence. Steps of a pose have many things to name; nothing else has.
LONGEST = {"steps and cues": 35, "cautions of poses": 35, "about a pose": 35}
LONGEST_OF_PAGES = 32


def found(pattern: str) -> list[str]:
    """Where it stands, and the text."""
    wanted = re.compile(pattern, re.IGNORECASE)
    return [where(text) for text in TEXTS if wanted.search(filled(text.text))]


def where(text: Said) -> str:
    return f"{text.file}:{text.line or text.part}: {text.text}"


def test_the_texts_are_found() -> None:
    rooms = {text.group for text in TEXTS}
    assert len(rooms) == 8
    assert len([t for t in TEXTS if t.file.endswith(".html")]) > 500
    assert len([t for t in TEXTS if t.file.endswith(".py")]) > 800
    assert len([t for t in TEXTS if t.part == "how"]) > 3000
    shown = {t.text for t in TEXTS}
    assert "Sharp or pinching" in shown
    assert "%(n)s breaths" in shown


@pytest.mark.parametrize("pattern", [n["not"] for n in KEPT["never"]])
def test_what_we_do_not_say(pattern: str) -> None:
    assert not found(pattern)


@pytest.mark.parametrize("word", [w for w in KEPT["one_word"] if "not" in w], ids=lambda w: str(w["say"]))
def test_one_word_per_thing(word: dict[str, Any]) -> None:
    assert not [text for pattern in word["not"] for text in found(pattern)], f"say {word['say']}"


def test_apostrophes_and_quotes_are_curly() -> None:
    assert not found(r"['\"`‘]")


def test_no_sentence_is_too_long() -> None:
    long = [
        f"{length(s)} words: {s}"
        for text in TEXTS
        for s in sentences(text.text)
        if length(s) > LONGEST.get(text.group, LONGEST_OF_PAGES)
    ]
    assert not long


FORMS = [
    form
    for module in (session_forms, body_forms, signs, ticks, routine_forms)
    for form in vars(module).values()
    if isinstance(form, type) and issubclass(form, forms.BaseForm) and form.__module__ == module.__name__
]  # fmt: skip


@pytest.mark.parametrize("form", [*FORMS, KeepForm, FigureForm], ids=lambda form: form.__name__)
def test_a_refused_field_speaks_our_words(form: Any) -> None:
    """What Django would say by itself ("Select a valid choice. …") reads like a machine and says not what to do."""
    cold = [
        f"{name}: {message}"
        for name, field in form.base_fields.items()
        for code, message in field.error_messages.items()
        if (code != "required" or field.required) and str(message) == default(field, code)
    ]
    assert not cold


def default(field: forms.Field, code: str) -> str:
    """What Django says, whatever the field of ours says."""
    for kind in type(field).__mro__:
        if kind.__module__.startswith("django.") and code in getattr(kind, "default_error_messages", {}):
            return str(kind.default_error_messages[code])  # type: ignore[attr-defined]
    return ""


@pytest.mark.parametrize("form", [LoginForm, SignupForm, ChangePasswordForm, ResetPasswordKeyForm])
def test_a_form_of_accounts_has_our_words(form: Any) -> None:
    cold = [f.error_messages["required"] for f in form().fields.values() if f.required]
    assert cold
    assert set(map(str, cold)) == {"Please fill this in."}


def test_the_page_has_the_list_of_words() -> None:
    page = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    assert not [w["say"] for w in KEPT["one_word"] if f"| **{w['say']}** |" not in page], "make words"
    assert "to be made plainer" not in page
