"""Blueprints as commands are given them: files, whose refusals name them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from question_bank.assembly import Impossible, NotFound
from question_bank.blueprint import BadBlueprint, Blueprint, read_blueprint
from question_bank.irt_files.problems import BadFile, refusal, unreadable


def read_blueprint_file(path: Path) -> Blueprint:
    """Raises `BadFile`."""
    with blueprint_refusals(path):
        try:
            return read_blueprint(path.read_text("utf-8-sig"))
        except OSError as error:
            raise unreadable(str(path), error) from error
        except UnicodeDecodeError as error:
            raise refusal(str(path), "编码不是 UTF-8") from error


@contextmanager
def blueprint_refusals(path: Path) -> Iterator[None]:
    """What is wrong with a blueprint, or impossible about it, becomes a `BadFile` of that name."""
    try:
        yield
    except BadBlueprint as error:
        raise BadFile([f"{path} {field}：{problem}" for field, problem in error.problems]) from error
    except Impossible as error:
        heading, *rules = str(error).splitlines()
        raise BadFile([f"{path}：{heading}", *rules]) from error
    except NotFound as error:
        raise refusal(
            str(path), "时间用完了，没有找到合格的卷，也没有证明不可能；请把 [solver] 的 seconds 放宽"
        ) from error
