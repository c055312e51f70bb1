"""Less of a stylesheet: only the rules that our pages can use. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import tinycss2
from tinycss2 import ast

#: At-rules whose contents are rules of their own.
_NESTING = {"media", "supports", "layer", "container"}


def trim(css: str, keep: Callable[[str], bool]) -> str:
    """The rules of `css` without the selectors that name a class which is not kept, and without what is empty then.

    Selectors without a class (elements, `:root`) stay.
    """
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return str(tinycss2.serialize(list(_trimmed(rules, keep))))


def _trimmed(rules: Iterable[Any], keep: Callable[[str], bool]) -> Iterator[Any]:
    for rule in rules:
        if isinstance(rule, ast.QualifiedRule):
            selectors = [s for s in _split(rule.prelude) if all(map(keep, _classes(s)))]
            if selectors:
                rule.prelude = _joined(selectors)
                yield rule
        elif isinstance(rule, ast.AtRule) and rule.lower_at_keyword in _NESTING:
            inner = tinycss2.parse_rule_list(rule.content or [], skip_comments=True, skip_whitespace=True)
            rule.content = list(_trimmed(inner, keep))
            if rule.content:
                yield rule
        else:
            yield rule


def _split(prelude: list[Any]) -> list[list[Any]]:
    """Selectors between the commas of the outermost level."""
    selectors: list[list[Any]] = [[]]
    for token in prelude:
        if isinstance(token, ast.LiteralToken) and token.value == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return selectors


def _joined(selectors: list[list[Any]]) -> list[Any]:
    comma = ast.LiteralToken(0, 0, ",")
    return [token for selector in selectors for token in (comma, *selector)][1:]


def _classes(tokens: Iterable[Any]) -> Iterator[str]:
    """Every class that a selector asks for, also inside `:is(…)` and its like; `:not(…)` asks for none."""
    before: Any = None
    for token in tokens:
        if isinstance(token, ast.IdentToken) and isinstance(before, ast.LiteralToken) and before.value == ".":
            yield token.value
        if isinstance(token, ast.FunctionBlock) and token.lower_name != "not":
            yield from _classes(token.arguments)
        before = token


#: A rule of Bootstrap's dark theme, which a script would have to switch on.
_DARK = re.compile(r"\[data-bs-theme=dark\]([^{}]*)\{([^{}]*)\}")


def by_device(css: str) -> str:
    """The same with its dark theme for whoever's device asks for it, so that no script has to."""
    return _DARK.sub(r"@media screen and (prefers-color-scheme:dark){:root\1{\2}}", css)
