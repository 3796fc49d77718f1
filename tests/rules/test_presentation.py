"""The order of options and their names on the wire."""

from contest.rules.presentation import shown_order, shuffled, wire_names

OPTIONS = ("A", "B", "C", "D")


def test_the_shuffle_is_the_one_that_the_protocol_describes() -> None:
    # Computed by hand from docs/protocol.md with another implementation (static/js/shuffle.js): both must agree.
    assert shuffled("5FTX98VA", "q3", OPTIONS) == reference("5FTX98VA", "q3", OPTIONS)


def reference(seed: str, item: str, options: tuple[str, ...]) -> tuple[str, ...]:
    s = 2166136261
    for byte in (seed + ":" + item).encode():
        s = (s ^ byte) * 16777619 & 0xFFFFFFFF
    order = list(options)
    for i in range(len(order) - 1, 0, -1):
        s = (s * 1664525 + 1013904223) % 4294967296
        j = int(s / 4294967296 * (i + 1))
        order[i], order[j] = order[j], order[i]
    return tuple(order)


def test_orders_over_many_seats_are_even() -> None:
    first = [shuffled(f"seat{n}", "q1", OPTIONS)[0] for n in range(4000)]
    for option in OPTIONS:
        assert 900 < first.count(option) < 1100


def test_names_on_the_wire_differ_between_heats_and_never_show_the_bank_s_ids() -> None:
    one, other = wire_names("secret", "q1", OPTIONS), wire_names("another", "q1", OPTIONS)
    assert set(one).isdisjoint(other)
    assert len(set(one)) == 4


def test_true_false_is_never_shuffled() -> None:
    assert shown_order("own", "seat", "q1", "true_false", ("T", "F")) == ("T", "F")
    assert shown_order("shared", "seat", "q1", "single", OPTIONS) == OPTIONS
