"""Results are made anew when their source is another object, and only then."""

from contest.services.remembered import Remembered


def test_the_same_source_is_read_once() -> None:
    made: list[int] = []
    remembered: Remembered[int] = Remembered(5)
    source = ("a source",)

    def make() -> int:
        made.append(1)
        return len(made)

    assert [remembered.get("heat", source, make) for _ in range(3)] == [1, 1, 1]
    assert remembered.get("heat", tuple(["a source"]), make) == 2
    assert remembered.get("other", source, make) == 3


def test_no_more_are_kept_than_was_said() -> None:
    remembered: Remembered[int] = Remembered(2)
    source = object()
    for key in range(4):
        remembered.get(key, source, lambda key=key: key)  # type: ignore[misc]
    assert remembered.get(3, source, lambda: -1) == 3
    assert remembered.get(0, source, lambda: -1) == -1
