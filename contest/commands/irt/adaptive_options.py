"""Options of `wenqu irt adaptive` that say several things at once."""

import argparse
from typing import Literal, NamedTuple

from question_bank.irt.adaptive import Sprt
from question_bank.irt.adaptive.stopping import checked_sprt

EXPOSURES = "none、randomesque:5、sympson-hetter:0.2、eligibility:0.2"


class ExposureControl(NamedTuple):
    """`best_of` is how many items are drawn from, `rate` the greatest rate that is allowed; `text` as it was given."""

    kind: Literal["none", "randomesque", "sympson-hetter", "eligibility"]
    text: str
    best_of: int = 1
    rate: float = 1.0


def exposure_control(text: str) -> ExposureControl:
    kind, _, number = text.partition(":")
    try:
        if text == "none":
            return ExposureControl("none", text)
        if kind == "randomesque" and int(number) >= 1:
            return ExposureControl("randomesque", text, best_of=int(number))
        if kind == "sympson-hetter" and 0 < float(number) <= 1:
            return ExposureControl("sympson-hetter", text, rate=float(number))
        if kind == "eligibility" and 0 < float(number) <= 1:
            return ExposureControl("eligibility", text, rate=float(number))
    except ValueError:
        pass  # no number: said below
    raise argparse.ArgumentTypeError(
        f"要写成 {EXPOSURES} 的样子（题数从 1 起，曝光率大于 0、不超过 1），不能是 {text!r}"
    )


def sprt(text: str) -> Sprt:
    try:
        cut, delta, alpha, beta = (float(part) for part in text.split(":"))
        return checked_sprt(Sprt(cut, delta, alpha, beta))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"要写成 分界:半宽:α:β（半宽大于 0，α、β 在 0 和 0.5 之间），如 0:0.3:0.05:0.05，不能是 {text!r}"
        ) from None
