"""The whole audit of the gate: every pair of conditions, every way, all who are led down them."""

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.slow


def test_the_whole_audit_finds_no_difference_and_no_leak(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("safety_audit")
    said = capsys.readouterr().out
    assert "351 pairs of conditions" in said
    assert "0 differences, 0 leaks" in said
    for way in ("assemble", "swap", "too much: rest", "gone on with", "five minutes", "starter", "added"):
        assert way in said
