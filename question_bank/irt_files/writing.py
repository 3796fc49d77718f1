"""Files appear whole or not at all: written under another name beside their place, then moved there."""

import json
import math
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from question_bank.irt_files.problems import refusal

# Values as far down as this are spread over lines.
DEEPEST = 3


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write bytes into; it takes its place when the block ends, and vanishes when the block fails.

    A link is followed; what is no regular file (a pipe, a terminal) is written straight away. Raises `BadFile` when
    the place cannot be written.
    """
    check_place(path)
    try:
        # Asked of the path itself: /dev/stdout of a pipe is a link that leads to no name.
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                yield file
        else:
            with _moved_to(Path(os.path.realpath(path))) as file:
                yield file
    except OSError as error:
        raise refusal(str(path), f"写不进去（{error.strerror}）") from error


@contextmanager
def _moved_to(place: Path) -> Iterator[BinaryIO]:
    partial = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    try:
        with partial.open("xb") as file:
            yield file
        partial.replace(place)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def folder_written_whole(path: Path) -> Iterator[Path]:
    """A folder to write files into, beside `path`; when the block ends they move to `path`, which need not exist yet.

    When the block fails they vanish. Raises `BadFile` when the place cannot be written.
    """
    place = Path(os.path.realpath(path))
    if place.exists() and not place.is_dir():
        raise refusal(str(path), "这是文件；要写的是一个文件夹")
    partial = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    try:
        partial.mkdir(parents=True)
        yield partial
        place.mkdir(exist_ok=True)
        for file in sorted(partial.iterdir()):
            file.replace(place / file.name)
    except OSError as error:
        raise refusal(str(path), f"写不进去（{error.strerror}）") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def check_place(path: Path, *inputs: Path | None) -> None:
    """Raises `BadFile` when no file can be written there, or one of the inputs would be lost by it.

    To be asked before an hour of work, not after it.
    """
    place = Path(os.path.realpath(path))
    if any(each is not None and each.exists() and place.exists() and place.samefile(each) for each in inputs):
        raise refusal(str(path), "这是输入文件；结果要写到别的文件里")
    if place.is_dir():
        raise refusal(str(path), "这是文件夹；要写的是一个文件")
    if not place.parent.is_dir():
        raise refusal(str(path), f"没有文件夹 {path.parent}")
    if not os.access(place if place.exists() else place.parent, os.W_OK):
        raise refusal(str(path), "没有写入的权限")


def write_json(path: Path, document: Any) -> None:
    """Writes one JSON document. Numbers keep all their digits; NaN and infinities, which JSON lacks, become null."""
    with written_whole(path) as file:
        file.write((json_text(without_nan(document)) + "\n").encode())


def json_text(value: Any, depth: int = 0) -> str:
    """JSON for reading: an item, a group or a row of a matrix a line."""
    if depth == DEEPEST or not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    gap = "\n" + " " * (depth + 1)
    if isinstance(value, dict):
        inside = [
            f"{json.dumps(name, ensure_ascii=False)}: {json_text(each, depth + 1)}" for name, each in value.items()
        ]
    elif any(isinstance(each, dict | list) for each in value):
        inside = [json_text(each, DEEPEST) for each in value]
    else:
        return json_text(value, DEEPEST)
    start, end = "{}" if isinstance(value, dict) else "[]"
    return f"{start}{gap}{(',' + gap).join(inside)}{gap[:-1]}{end}"


def without_nan(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: without_nan(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(each) for each in value]
    return value
