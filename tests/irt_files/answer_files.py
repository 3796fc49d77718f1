"""Small files of answers, written and read in one go."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from question_bank.irt_files.problems import BadFile
from question_bank.irt_files.responses import Responses, read_responses


def answers(folder: Path, text: str, **options: str | Sequence[str] | None) -> Responses:
    path = folder / "answers.csv"
    path.write_text(text, "utf-8")
    return read_responses(path, **options)  # type: ignore[arg-type]


def refusals(folder: Path, text: str, **options: str | Sequence[str] | None) -> list[str]:
    """What is said about the file, without its folder."""
    with pytest.raises(BadFile) as refused:
        answers(folder, text, **options)
    return [problem.removeprefix(f"{folder}/answers.csv").lstrip(" ：") for problem in refused.value.problems]
