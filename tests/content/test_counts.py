"""The numbers of the safety review are those of the content."""

from poses.content.counts import PAGE, counted, written_on
from poses.content.loader import shipped


def test_the_page_has_the_numbers_of_the_content() -> None:
    said = written_on(PAGE.read_text(encoding="utf-8"))
    assert said == counted(shipped()), "run python -m poses.content.counts"
