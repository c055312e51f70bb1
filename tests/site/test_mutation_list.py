"""The list of enforcements that tools/safety_mutations.py takes away one by one, held against the code."""

from tools.safety_mutations import ways


def test_every_enforcement_of_the_list_stands_in_the_code() -> None:
    """Otherwise taking it away would change nothing, and the tool would say that nothing noticed."""
    assert len(list(ways())) > 100
