"""The house rules that no import linter knows."""

import ast
import re
from pathlib import Path

import pytest

from hipapp.env import Environment

ROOT = Path(__file__).resolve().parents[2]
PURE = [
    "hipapp/core/amounts.py",
    "hipapp/core/enums.py",
    "hipapp/core/speech.py",
    "hipapp/site/today.py",
    "journal/coach/ask.py",
    "journal/coach/ask_words.py",
    "journal/coach/chances.py",
    "journal/coach/decide.py",
    "journal/coach/engine.py",
    "journal/coach/facts.py",
    "journal/coach/jsonlines.py",
    "journal/coach/marks.py",
    "journal/coach/model.py",
    "journal/coach/outlook.py",
    "journal/coach/plot.py",
    "journal/coach/sums.py",
    "journal/coach/words.py",
    "journal/sessions/done.py",
    "journal/sessions/light.py",
    "journal/sessions/replay/__init__.py",
    "journal/sessions/replay/checkins.py",
    "journal/sessions/replay/project.py",
    "journal/sessions/replay/reading.py",
    "journal/sessions/replay/result.py",
    "journal/sessions/replay/state.py",
    "journal/sessions/replay/turns.py",
    "journal/sessions/five.py",
    "journal/sessions/script.py",
    "journal/trends/charts/bars.py",
    "journal/trends/charts/days.py",
    "journal/trends/charts/frame.py",
    "journal/trends/charts/lines.py",
    "journal/trends/stats.py",
    "journal/trends/words.py",
    "poses/advice/flare.py",
    "poses/advice/rules.py",
    "poses/body/answers.py",
    "poses/content/loader.py",
    "poses/content/schema.py",
    "poses/figures/arm_words.py",
    "poses/figures/change_words.py",
    "poses/figures/leg.py",
    "poses/figures/leg_ways.py",
    "poses/figures/leg_words.py",
    "poses/figures/low_legs.py",
    "poses/figures/lying_legs.py",
    "poses/figures/mirror.py",
    "poses/figures/prop_words.py",
    "poses/figures/terms.py",
    "poses/figures/upright_legs.py",
    "poses/figures/words.py",
    "poses/library/reading.py",
    "poses/library/search.py",
    "poses/routines/assemble.py",
    "poses/routines/choose.py",
    "poses/routines/edit.py",
    "poses/routines/fit.py",
    "poses/routines/plan.py",
    "poses/routines/starters.py",
    "poses/routines/text.py",
    "poses/routines/edit_words.py",
    "poses/routines/words.py",
    "poses/safety/facts.py",
    "poses/safety/gate.py",
    "poses/safety/red_flags.py",
]


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _file(module: str) -> Path | None:
    path = ROOT / Path(*module.split("."))
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.is_file():
            return candidate
    return None


@pytest.mark.parametrize("name", PURE)
def test_rules_know_no_django_and_no_clock(name: str) -> None:
    """Neither themselves nor through anything of ours that they import."""
    seen: set[Path] = set()
    queue = [ROOT / name]
    while queue:
        path = queue.pop()
        seen.add(path)
        for module in _imports(path):
            assert not module.startswith("django"), f"{path.relative_to(ROOT)} imports {module}"
            file = _file(module)
            if file and file not in seen and file.name != "__init__.py":
                queue.append(file)
    source = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"\b(now|today|utcnow)\(\)|time\.time\(", source), f"{name} reads a clock"


def test_pure_list_is_complete() -> None:
    """Every module of the rules' packages is on the list, or is known to be records or pages."""
    not_rules = {
        "models",
        "records",
        "events",
        "telling",
        "of_week",
        "trials",
        "views",
        "forms",
        "urls",
        "editing",
        "__init__",
        "player",
        "pages",
        "pictures",
        "rows",
        "starting",
        "poses/advice/today.py",
        "journal/sessions/today.py",
        "poses/advice/words.py",
        "said",
    }
    for folder in ("poses/safety", "poses/routines", "poses/advice", "journal/sessions", "journal/trends"):
        for path in (ROOT / folder).glob("*.py"):
            name = str(path.relative_to(ROOT))
            assert name in PURE or not_rules & {name, path.stem}, f"is {name} pure? say so here"


def test_no_inline_styles_or_handlers_in_templates() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son[a-z]+=|hx-on", text), path.name


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    known = {str(f.validation_alias or f"HIPAPP_{n.upper()}") for n, f in Environment.model_fields.items()}
    text = (ROOT / "docs" / "self-hosting.md").read_text(encoding="utf-8")
    table = "\n".join(line for line in text.splitlines() if line.startswith("|"))
    assert known == set(re.findall(r"`(HIPAPP_[A-Z_]+|DATABASE_URL)`", table))
    named = text + (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"HIPAPP_[A-Z_]+", named)) <= known


def test_no_machine_paths_or_hosts_in_lock_files() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
