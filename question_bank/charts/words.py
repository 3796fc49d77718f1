"""Numbers as people read them."""

import math

MINUS, THIN = "\u2212", "\u202f"


def decimal(value: float, places: int = 2) -> str:
    """With a true minus; never minus nought."""
    return f"{round(value, places) + 0.0:.{places}f}".replace("-", MINUS).replace("inf", "∞")


def whole(value: float) -> str:
    """With a narrow space between thousands."""
    return f"{round(value):,}".replace(",", THIN).replace("-", MINUS)


def short(value: float) -> str:
    """With as many decimals as it has, four at most."""
    return f"{round(value, 4) + 0.0:g}".replace("-", MINUS)


def with_error(value: float, error: float | None) -> str:
    told = error is not None and math.isfinite(error)
    return decimal(value) + (f" ± {decimal(error)}" if told and error is not None else "")
