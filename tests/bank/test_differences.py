"""Differences make up both texts again."""

from hypothesis import given
from hypothesis import strategies as st

from question_bank.differences import Piece, differences

TEXTS = st.text(st.sampled_from("水火土木 ab12，。\n"), max_size=40)


@given(TEXTS, TEXTS)
def test_pieces_make_up_the_former_and_the_changed_text(former: str, changed: str) -> None:
    pieces = differences(former, changed)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == former
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == changed


def test_a_changed_word_is_shown_as_one() -> None:
    assert differences("水在100度沸腾", "水在90度沸腾") == [
        Piece("same", "水在"), Piece("gone", "100"), Piece("new", "90"), Piece("same", "度沸腾"),
    ]  # fmt: skip
