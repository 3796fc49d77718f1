"""Wayground's (formerly Quizizz) table of questions, as a workbook or as CSV."""

from collections.abc import Mapping, Sequence

from question_bank.exchange.bank_tables import read_book
from question_bank.exchange.quiz_programs import Program, Question, losses_of, question_of
from question_bank.exchange.reading import Loss, Reading, Written
from question_bank.exchange.table_files import book_of_any, plain_csv, plain_workbook
from question_bank.items import ItemDraft, ItemType

WAYGROUND = Program("Wayground", most_options=5, keeps=frozenset({"seconds", "explanation", "type"}))
HEADER = (
    *("Question Text", "Question Type", *(f"Option {number}" for number in range(1, 6))),
    *("Correct Answer", "Time in seconds", "Image Link", "Answer explanation"),
)
WIDTHS = (60, 18, 28, 28, 28, 28, 28, 16, 16, 24, 60)


def read(content: bytes, file: str) -> Reading:
    """Raises `BadExchange`."""
    return read_book("wayground", book_of_any(content))


def write(items: Sequence[ItemDraft], pictures: Mapping[str, bytes]) -> Written:
    """A workbook of the items that Wayground takes; of the others, and of what it has no place for, `losses` tells."""
    rows, losses = _rows(items)
    return Written(plain_workbook("Sheet1", rows, WIDTHS), losses)


def write_csv(items: Sequence[ItemDraft], pictures: Mapping[str, bytes]) -> Written:
    """The same as CSV."""
    rows, losses = _rows(items)
    return Written(plain_csv(rows), losses)


def _rows(items: Sequence[ItemDraft]) -> tuple[list[Sequence[str | int]], tuple[Loss, ...]]:
    losses: list[Loss] = []
    rows: list[Sequence[str | int]] = [HEADER]
    for item in items:
        question = question_of(item, WAYGROUND)
        if isinstance(question, Loss):
            losses.append(question)
        else:
            losses += losses_of(question, WAYGROUND)
            rows.append(_row(question))
    return rows, tuple(losses)


def _row(question: Question) -> list[str | int]:
    item = question.item
    kind = "Checkbox" if item.type is ItemType.MULTIPLE else "Multiple Choice"
    options = [*question.options, *[""] * (WAYGROUND.most_options - len(question.options))]
    right: str | int = question.right[0] if len(question.right) == 1 else ",".join(map(str, question.right))
    return [question.stem, kind, *options, right, item.seconds or "", "", question.explanation]
