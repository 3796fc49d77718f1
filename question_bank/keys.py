"""What is right: option ids, a number within a tolerance, or what a referee accepts when it is said aloud."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class NumericKey:
    """The right number and how far from it an answer may lie, both in the unit that the stem names."""

    value: float
    tolerance: float = 0.0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SpokenKey:
    """The answers that a referee takes as right, the model answer first, and how anything else is to be judged."""

    accepted: tuple[str, ...]
    marking: str = ""


Key = tuple[str, ...] | NumericKey | SpokenKey


def key_as_data(key: Key) -> Any:
    """The key as JSON has it: a list of option ids, or an object."""
    if isinstance(key, NumericKey):
        return {"value": key.value, "tolerance": key.tolerance, **({"unit": key.unit} if key.unit else {})}
    if isinstance(key, SpokenKey):
        return {"accepted": list(key.accepted), "marking": key.marking}
    return list(key)


def key_from_data(data: Any) -> Key:
    """The key that `key_as_data` has written. Raises `ValueError` for anything else."""
    if isinstance(data, dict) and "value" in data:
        return NumericKey(_number(data["value"]), _number(data.get("tolerance", 0.0)), str(data.get("unit", "")))
    if isinstance(data, dict) and isinstance(data.get("accepted"), list):
        return SpokenKey(tuple(str(each) for each in data["accepted"]), str(data.get("marking", "")))
    if isinstance(data, list):
        return tuple(str(each) for each in data)
    raise ValueError("答案要是选项编号的列表，或 {value, tolerance}，或 {accepted, marking}")


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"答案里的 {value!r} 不是数")
    return float(value)
