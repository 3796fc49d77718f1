"""Word files: writing. Numbered text as authors expect it, raised and lowered characters, tables and pictures as Word
has them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from question_bank.exchange.limits import MOST_PARTS
from question_bank.exchange.numbered_parts import Part
from question_bank.exchange.numbered_writing import File, Read, written
from question_bank.exchange.reading import Written
from question_bank.exchange.word_drawing import Drawings
from question_bank.exchange.word_frame import CONTENT_TYPES, DOCUMENT, RELATIONS, STYLES
from question_bank.exchange.word_runs import paragraph, table
from question_bank.items import ItemDraft

# A file of more parts than an import takes could not be read again.
MOST_PICTURES = MOST_PARTS - 40
# Archives are the same whenever they are written.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def write(items: Sequence[ItemDraft], pictures: Mapping[str, bytes], read: Read) -> Written:
    """`read` is the reader of such files."""
    return written(items, lambda parts: _file(parts, pictures), read, "没有放进 Word 文件，只写了它的名字和说明")


def _file(parts: Sequence[Part], pictures: Mapping[str, bytes]) -> File:
    drawings = Drawings(pictures, MOST_PICTURES)
    blocks, rows = list[str](), list[int]()
    for part in parts:
        rows.append(len(blocks) + 1)
        blocks += _blocks(part, drawings)
    document = DOCUMENT.format(body="".join(blocks))
    relations = "".join(
        f'<Relationship Id="{id}" Type="{drawings.TYPE}" Target="media/{escape(name)}"/>'
        for name, id in drawings.used.items()
    )
    files = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS.format(inner=_ROOT),
        "word/document.xml": document,
        "word/styles.xml": STYLES,
        "word/_rels/document.xml.rels": RELATIONS.format(inner=_STYLED + relations),
    }
    media = {f"word/media/{name}": pictures[name] for name in drawings.used}
    return File(_archive({name: text.encode() for name, text in files.items()} | media), rows)


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOT = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
_STYLED = f'<Relationship Id="rId0" Type="{_OFFICE}/styles" Target="styles.xml"/>'


def _blocks(part: Part, drawings: Drawings) -> list[str]:
    if not part.is_table:
        return [paragraph(part, drawings)]
    before = [paragraph(part._replace(text=""), drawings)] if part.label else []
    return [*before, table(part.text, drawings)]


def _archive(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
