"""Bold in numbered text: kept where a word is stressed, dropped where it only sets off a label or a line."""

from collections.abc import Iterable, Iterator

from question_bank.exchange.numbered_fields import field
from question_bank.exchange.numbered_shapes import shape_of
from question_bank.markup import Bold, Inline, Text

# Longer than a word that is stressed: a title or a whole sentence, bold for its looks.
LONGEST_STRESS = 12


def with_stress_only(inlines: Iterable[Inline]) -> list[Inline]:
    """The pieces of a line with no bold but that of single words."""
    joined = list(merged(inlines))
    words = [each for each in joined if not isinstance(each, Text) or each.text.strip()]
    whole = all(isinstance(each, Bold) for each in words)
    return list(merged(piece for each in joined for piece in _unstressed(each, whole)))


def merged(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Neighbouring texts as one, and neighbouring bold ones."""
    held: Inline | None = None
    for inline in inlines:
        if isinstance(inline, Text) and isinstance(held, Text):
            held = Text(held.text + inline.text)
        elif isinstance(inline, Bold) and isinstance(held, Bold):
            held = Bold((Text(_words(held) + _words(inline)),))
        else:
            if held is not None:
                yield held
            held = inline
    if held is not None:
        yield held


def _unstressed(inline: Inline, whole: bool) -> list[Inline]:
    if not isinstance(inline, Bold):
        return [inline]
    words = _words(inline)
    shape = shape_of(words)
    is_label = field(shape + ":") is not None or any(sign in shape for sign in ".、:()[]") or shape.isascii()
    return list(inline.pieces) if whole or is_label or len(words) > LONGEST_STRESS else [inline]


def _words(bold: Bold) -> str:
    return "".join(piece.text for piece in bold.pieces if isinstance(piece, Text))
