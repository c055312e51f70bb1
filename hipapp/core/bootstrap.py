"""Bootstrap's stylesheet from its package, without what none of our pages uses: a sixth of its weight."""

import builtins
import os
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

from hipapp.core.trim import by_device, trim

PATH = "bootstrap/bootstrap.trimmed.css"
#: Every class of Bootstrap's that a page of ours, or a form that crispy draws, may have; a test looks for others.
KEPT = frozenset(
    [
        "active",
        "btn",
        "btn-lg",
        "btn-outline-primary",
        "btn-primary",
        "disabled",
        "form-check",
        "form-check-input",
        "form-check-label",
        "form-control",
        "form-label",
        "form-select",
        "form-text",
        "h1",
        "h2",
        "h3",
        "invalid-feedback",
        "invisible",
        "is-invalid",
        "mb-3",
        "mt-0",
        "mt-3",
        "row",
        "small",
        "stretched-link",
        "table",
        "table-sm",
        "visually-hidden",
        "visually-hidden-focusable",
    ]
)


def source() -> Path:
    """The package's own file, all of it."""
    spec = find_spec("bootstrap")  # from bootstrap-wrapper, a package of files only
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("bootstrap-wrapper is not installed")
    return Path(spec.submodule_search_locations[0]) / "css" / "bootstrap.min.css"


class TrimmedBootstrapFinder(BaseFinder):
    """Makes the file once for each process that looks for it, in `STATIC_MADE`."""

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        found = str(_made() / path) if path == PATH else None
        return ([found] if found else []) if find_all else found

    def check(self, **_: Any) -> "builtins.list[CheckMessage]":
        return []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        yield PATH, FileSystemStorage(location=_made())


@cache
def _made() -> Path:
    """The folder in which the file stands, made anew."""
    folder = Path(settings.STATIC_MADE)
    file = folder / PATH
    text = by_device(trim(source().read_text(encoding="utf-8"), KEPT.__contains__))
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_suffix(f".{os.getpid()}")
        half.write_text(text, encoding="utf-8")
        half.replace(file)  # two processes at once never see half a file
    return folder
