"""From what the generator prints to figures, medians and the bounds that issue 2 sets. Pure."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, NamedTuple

# A generator that is busier than this measures itself.
GENERATOR_SHARE = 0.5


class Reading(NamedTuple):
    """One run, or the median of several. Milliseconds, microseconds of CPU, kilobytes, shares of one core.

    Of a run's questions the middle one counts: the first finds a cold server.
    """

    question_ms: float
    result_ms: float
    own_ms: float
    ack_p50_ms: float
    ack_p99_ms: float
    answer_cpu_us: float
    join_p99_ms: float
    joins_per_s: float
    memory_kb: float
    generator_share: float
    others_share: float


class Bound(NamedTuple):
    """What a figure of ours may be, given the peer's."""

    figure: str
    allowed: Callable[[float], float]
    words: str


BOUNDS = (
    Bound("question_ms", lambda node: 1.1 * node + 3, "1.1 x Node + 3 ms"),
    Bound("result_ms", lambda node: 1.1 * node + 3, "1.1 x Node + 3 ms"),
    Bound("ack_p99_ms", lambda node: node + 15, "Node + 15 ms"),
    Bound("answer_cpu_us", lambda node: 2 * node, "2 x Node"),
    Bound("join_p99_ms", lambda node: 1.5 * node, "1.5 x Node"),
    Bound("memory_kb", lambda node: 2.5 * node, "2.5 x Node"),
)


def read(printed: dict[str, Any]) -> Reading:
    """The figures of one run, from the generator's JSON."""
    questions = printed["questions"]

    def middle(channel: str, figure: str) -> float:
        return float(median(question[channel][figure] for question in questions))

    return Reading(
        question_ms=middle("question", "last"),
        result_ms=middle("result", "last"),
        own_ms=middle("own", "last"),
        ack_p50_ms=middle("answer", "p50"),
        ack_p99_ms=middle("answer", "p99"),
        answer_cpu_us=median(question["answer_cpu_us"] for question in questions),
        join_p99_ms=printed["join"]["p99"],
        joins_per_s=printed["joins_per_s"],
        memory_kb=printed["memory_kb"],
        generator_share=max(printed["join_generator_share"], *(each["generator_share"] for each in questions)),
        others_share=max(0.0, *(each["others_share"] for each in questions)),
    )


def faults_of(printed: dict[str, Any]) -> list[str]:
    """Why a run is no measurement, or that somebody was lost; empty for a good one."""
    phones, questions = printed["phones"], printed["questions"]
    found = []
    if printed["lost"] or printed["join"]["count"] != phones:
        found.append(f"{printed['join']['count']} of {phones} joined, {printed['lost']} connections were lost")
    if printed["faults"]:
        found.append(f"{printed['faults']} messages were refused, repeated or not understood")
    for channel in ("question", "answer", "result", "own"):
        if any(question[channel]["count"] != phones for question in questions):
            found.append(f"not every phone had its {channel}")
    if read(printed).generator_share > GENERATOR_SHARE:
        found.append("the generator used more than half a core")
    return found


def acknowledged(printed: dict[str, Any]) -> int:
    return sum(int(question["answer"]["count"]) for question in printed["questions"])


def middle_of(runs: Sequence[Reading]) -> Reading:
    """The median run, figure by figure."""
    return Reading(*(median(column) for column in zip(*runs, strict=True)))


def missed(ours: Reading, node: Reading) -> list[Bound]:
    """The bounds that our figures do not keep."""
    return [bound for bound in BOUNDS if getattr(ours, bound.figure) > bound.allowed(getattr(node, bound.figure))]
