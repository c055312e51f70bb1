"""`python -m journal.coach`: reads one history a line, writes one answer a line. No database."""

import sys

from journal.coach.jsonlines import answers


def main() -> None:
    for answer in answers(sys.stdin):
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
