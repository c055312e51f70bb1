"""A shortened run of tools/safety_mutations.py: a gate broken on purpose is noticed by the audit."""

import pytest

from poses.safety import gate
from tools.safety_mutations import agree, cells, rules, seen_by_audit, telling

pytestmark = pytest.mark.slow
#: Say what the next session is like, not what may be done in it; tests/poses/test_gate.py looks at them.
NO_VERDICT = ("gentle_next", "_counts")
#: Mean the same as before: a cell that is not fine always has a how; a *fine* reason changes nothing.
SAME = {"_from_conditions: `cell.how or ''`", "_from_conditions: `if cell.verdict is not Verdict.FINE:`"}


def test_every_ninth_loosened_cell_is_noticed() -> None:
    tried = list(cells(every=9))
    assert len(tried) > 200
    assert not [t for t in tried if not t.by]


def test_every_broken_rule_of_the_gate_is_noticed() -> None:
    about = telling()
    assert agree(gate.judge, about, made_up=True)
    broken = list(rules())
    assert len(broken) > 150
    unseen = {m.what for m in broken if not m.what.startswith(NO_VERDICT) and not seen_by_audit(m, about)}
    assert unseen <= SAME
