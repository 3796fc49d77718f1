"""Markup as one line of plain text, for lists."""

from question_bank.markup import plain

LONGEST = 90


def line_of(markup: str) -> str:
    """The stem's sentences without its tables, cut where a list has no more room."""
    sentences = [line for line in markup.splitlines() if line.strip() and not line.lstrip().startswith("|")]
    line = " ".join(plain(each).strip() for each in sentences) or plain(markup)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
