"""`python -m journal.coach`: reads one history a line, writes one answer a line. No database."""

import os
import sys
from io import TextIOWrapper

from journal.coach.jsonlines import answers


def main() -> None:
    # What is no UTF-8 becomes a question mark, and its line an error at most.
    lines = TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
    try:
        for answer in answers(lines):
            sys.stdout.write(answer + "\n")
            sys.stdout.flush()
    except BrokenPipeError:  # whoever read the answers has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
