"""Arguments that several commands of `wenqu irt` take, and what they may say."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from question_bank.irt_files.number_tables import FloatArray

MOST_POINTS = 100_001
LARGEST_ABILITY = 1e6


def add_responses(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("responses", type=Path, metavar="RESPONSES", help="作答文件（宽表或长表 CSV）")
    parser.add_argument("--ignore", type=columns, default=(), metavar="COL,COL", help="不读的列")


def add_params(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--params", type=Path, required=True, metavar="PARAMS.json", help="题目参数")


def add_out(parser: argparse.ArgumentParser, name: str) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar=name, help="写到哪里")


def columns(text: str) -> tuple[str, ...]:
    """Names of columns between commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def points(text: str) -> FloatArray:
    """Values of theta: `from:to:step`, both ends included, or a list between commas."""
    try:
        if ":" not in text:
            found = np.array([float(value) for value in text.split(",")])
        else:
            start, stop, step = (float(value) for value in text.split(":"))
            steps = round((stop - start) / step, 9)
            if not 0 <= steps < MOST_POINTS:
                raise ValueError
            # Rounded, so that -4:4:0.1 says 0.3 and not 0.30000000000000027.
            found = np.round(start + step * np.arange(int(steps) + 1), 12)
    except (ValueError, ZeroDivisionError, OverflowError):
        raise argparse.ArgumentTypeError(f"要写成 起:止:步长（如 -4:4:0.1）或用逗号隔开的数，不能是 {text!r}") from None
    if not np.isfinite(found).all():
        raise argparse.ArgumentTypeError(f"要是有限的数，不能是 {text!r}")
    return found + 0.0


def ability_range(text: str) -> tuple[float, float]:
    """Two values of theta, `from:to`."""
    try:
        low, high = (float(value) for value in text.split(":"))
        if not (-LARGEST_ABILITY <= low < high <= LARGEST_ABILITY):
            raise ValueError
    except ValueError:
        raise argparse.ArgumentTypeError(f"要写成 起:止（如 -4:4），不能是 {text!r}") from None
    return low, high


def positive_number(text: str) -> float:
    return _number(text, float, lambda value: 0 < value < float("inf"), "要是大于 0 的数")


def finite_number(text: str) -> float:
    return _number(text, float, lambda value: abs(value) < float("inf"), "要是有限的数")


def positive_integer(text: str) -> int:
    return _number(text, int, lambda value: value >= 1, "要是大于 0 的整数")


def node_count(text: str) -> int:
    return _number(text, int, lambda value: value >= 2, "要是 2 以上的整数")


def natural_number(text: str) -> int:
    return _number(text, int, lambda value: value >= 0, "要是从 0 起的整数")


def share_below_one(text: str) -> float:
    return _number(text, float, lambda value: 0 <= value < 1, "要是从 0 起、小于 1 的数")


Number = TypeVar("Number", int, float)


def _number(text: str, kind: Callable[[str], Number], fits: Callable[[Number], bool], rule: str) -> Number:
    try:
        value = kind(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{rule}，不能是 {text!r}") from None
    if not fits(value):
        raise argparse.ArgumentTypeError(f"{rule}，不能是 {text!r}")
    return value
