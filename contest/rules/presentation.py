"""How an item stands before a contestant: the seeded order of its options and their opaque names.

Pure functions of a seed. The shared order is fixed in the heat's creation; an order per contestant is computed on the
phone by the same algorithm (docs/protocol.md) and told afterwards from the seat's seed.
"""

import hashlib
from collections.abc import Sequence


def shuffled(seed: str, item: str, options: Sequence[str]) -> tuple[str, ...]:
    """Fisher-Yates over a linear congruential generator seeded by FNV-1a, as docs/protocol.md gives it."""
    state = _fnv1a(f"{seed}:{item}")
    order = list(options)
    for last in range(len(order) - 1, 0, -1):
        state = (state * 1664525 + 1013904223) % 2**32
        pick = state * (last + 1) // 2**32
        order[last], order[pick] = order[pick], order[last]
    return tuple(order)


def _fnv1a(text: str) -> int:
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) % 2**32
    return value


def wire_names(secret: str, item: str, options: Sequence[str]) -> tuple[str, ...]:
    """Opaque names of 8 hexadecimal digits: the same option has another name in every heat.

    `secret` never leaves the server, so that a name tells nothing of the option's place in the bank.
    """
    return tuple(hashlib.sha256(f"{secret}\0{item}\0{option}".encode()).hexdigest()[:8] for option in options)


def shown_order(option_order: str, seat_seed: str, item: str, kind: str, options: tuple[str, ...]) -> tuple[str, ...]:
    """The order in which one contestant saw the options."""
    if option_order == "own" and kind != "true_false":
        return shuffled(seat_seed, item, options)
    return options
