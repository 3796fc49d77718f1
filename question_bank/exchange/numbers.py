"""Numbers of numeric answers, exact in decimals, so that 3.141..3.142 is 3.1415 ± 0.0005 and no binary neighbour."""

from decimal import Decimal, InvalidOperation

from question_bank.keys import NumericKey


def number(text: str) -> Decimal:
    """The number in a text, a comma for the point of decimals allowed. Raises `ValueError`."""
    try:
        found = Decimal(text.strip().replace("−", "-").replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(f"{text.strip()!r} 不是数") from error
    if not found.is_finite() or not -400 < found.adjusted() < 400:
        raise ValueError(f"{text.strip()!r} 太大或不是有限的数")
    return found


def key_of(value: str, tolerance: str = "0", unit: str = "") -> NumericKey:
    """The key of a number and how far an answer may lie from it. Raises `ValueError`."""
    return NumericKey(float(number(value)), abs(float(number(tolerance or "0"))), unit)


def key_of_range(least: str, most: str, unit: str = "") -> NumericKey:
    """The key of all numbers between two. Raises `ValueError`."""
    low, high = sorted((number(least), number(most)))
    return NumericKey(float((low + high) / 2), float((high - low) / 2), unit)
