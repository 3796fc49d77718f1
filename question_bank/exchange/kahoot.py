"""Kahoot's workbook of questions: read by the words of its header, written as its own template is laid out."""

from collections.abc import Mapping, Sequence

from question_bank.exchange.bank_tables import read_book
from question_bank.exchange.quiz_programs import SECONDS, Program, Question, losses_of, question_of
from question_bank.exchange.reading import Loss, Reading, Written
from question_bank.exchange.table_files import book_of_any, plain_workbook
from question_bank.items import ItemDraft

KAHOOT = Program("Kahoot", most_options=4, longest_stem=120, longest_option=75, keeps=frozenset({"seconds"}))
TIMES = (5, 10, 20, 30, 60, 90, 120, 240)
USUAL_TIME = 20
HEADER_ROW = 8
HEADER = (
    "",
    "Question - max 120 characters",
    *(f"Answer {number} - max 75 characters" for number in range(1, 5)),
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
)


def read(content: bytes, file: str) -> Reading:
    """Raises `BadExchange`."""
    return read_book("kahoot", book_of_any(content))


def write(items: Sequence[ItemDraft], pictures: Mapping[str, bytes]) -> Written:
    """The items that Kahoot takes; of the others, and of what it has no place for, `losses` tells."""
    losses: list[Loss] = []
    rows: list[Sequence[str | int]] = [(), ("", "Quiz template"), *[()] * (HEADER_ROW - 3), HEADER]
    for item in items:
        question = question_of(item, KAHOOT)
        if isinstance(question, Loss):
            losses.append(question)
            continue
        losses += losses_of(question, KAHOOT)
        seconds = min(TIMES, key=lambda time: (abs(time - (item.seconds or USUAL_TIME)), time))
        if seconds != item.seconds:
            losses.append(Loss(item.id, SECONDS, f"Kahoot 的时限只能是几个固定的数，写成了 {seconds} 秒"))
        rows.append(_row(question, seconds, len(rows) - HEADER_ROW + 1))
    return Written(plain_workbook("Sheet1", rows, (6, 60, 30, 30, 30, 30, 16, 16)), tuple(losses))


def _row(question: Question, seconds: int, number: int) -> list[str | int]:
    options = [*question.options, *[""] * (KAHOOT.most_options - len(question.options))]
    right: str | int = question.right[0] if len(question.right) == 1 else ",".join(map(str, question.right))
    return [number, question.stem, *options, seconds, right]
