"""Prints what the coach says of each hand-written history; with `--write` it takes it into the files."""

import re
import sys

from tests.coach.golden import FOLDER, read, words


def main() -> None:
    for path in sorted(FOLDER.glob("*.yaml")):
        golden = read(path)
        said = words(golden.history)
        sys.stdout.write(f"=== {golden.name}: {golden.about}\n{said}\n")
        if "--write" in sys.argv:
            text = path.read_text(encoding="utf-8")
            block = "says: |\n" + "".join(f"  {line}\n" for line in said.splitlines())
            path.write_text(with_words(text, block), encoding="utf-8")


def with_words(text: str, block: str) -> str:
    """The file's text with what the coach says now in place of what stood there."""
    return re.sub(r"says: \|\n(?:  .*\n)*|says: \"\"\n", lambda _: block, text)


if __name__ == "__main__":
    main()
