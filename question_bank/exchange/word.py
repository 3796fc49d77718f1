"""Word files (docx). Paragraphs and tables in reading order become lines of numbered text, and the other way round."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from posixpath import basename, join, normpath
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from question_bank.exchange import word_writing
from question_bank.exchange.blocks import inline_markup, markup_of
from question_bank.exchange.exact_lines import exact_line
from question_bank.exchange.found import Finds, sorted_reading
from question_bank.exchange.limits import open_archive, parse_xml, read_part
from question_bank.exchange.numbered_bold import merged
from question_bank.exchange.numbered_lines import Line, gather
from question_bank.exchange.numbered_text import add_questions, typed_pieces
from question_bank.exchange.reading import BadExchange, Reading, Written
from question_bank.exchange.shelf import RefusedPicture, Shelf
from question_bank.exchange.word_numbering import WORD, Numbering
from question_bank.exchange.word_paragraph import WordLine, lines_of
from question_bank.exchange.word_tables import WordTable, lines_of_table, read_question_tables
from question_bank.items import ItemDraft
from question_bank.markup import Inline, Paragraph, Text

FORMAT = "docx"
DOCUMENT, FOLDER = "word/document.xml", "word"
RASTER = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_AROUND = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
DEEPEST = 20


def read(content: bytes, file: str) -> Reading:
    """The questions of a Word file; `row` is the number of the paragraph where one begins (of the row, in a table of
    questions). Raises `BadExchange`."""
    document = _Document(open_archive(content))
    finds = Finds([], [], [], [])
    lines = list(document.lines(finds))
    tables = read_question_tables(FORMAT, document.question_tables)
    gathered = gather(lines)
    if gathered.questions or tables is None:
        add_questions(gathered, finds)
    reading = sorted_reading(FORMAT, finds, document.shelf.pictures)
    if tables is None:
        return reading
    return reading._replace(
        items=(*reading.items, *tables.items),
        refused=(*reading.refused, *tables.refused),
        skipped=(*reading.skipped, *tables.skipped),
        notes=(*reading.notes, *tables.notes),
    )


def write(items: Sequence[ItemDraft], pictures: Mapping[str, bytes]) -> Written:
    """A Word file of the items as authors write them, by types under headings, with their pictures."""
    return word_writing.write(items, pictures, read)


class _Document:
    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        self.names = frozenset(archive.namelist())
        if DOCUMENT not in self.names:
            raise BadExchange("这不是 Word 文件（docx），或者是旧的 doc 改了名；请用 Word 另存为 docx")
        self.body = parse_xml(read_part(archive, DOCUMENT)).find(WORD + "body")
        self.numbering = Numbering(self._part("word/numbering.xml"), self._part("word/styles.xml"))
        relations = self._part("word/_rels/document.xml.rels")
        self.targets = {} if relations is None else {each.get("Id", ""): each.get("Target", "") for each in relations}
        self.shelf = Shelf()
        self.question_tables: list[WordTable] = []

    def _part(self, name: str) -> Element | None:
        return parse_xml(read_part(self.archive, name)) if name in self.names else None

    def lines(self, finds: Finds) -> Iterator[Line]:
        """Every line of the document but those of tables of questions, which are set aside."""
        row = 0
        for block in _blocks(self.body, 0) if self.body is not None else ():
            row += 1
            if block.tag == WORD + "p":
                yield from self._paragraph(block, row, finds)
                continue
            table = WordTable(block, partial(self._cell_line, row, finds))
            if table.is_of_questions():
                self.question_tables.append(table)
            else:
                yield from lines_of_table(table, row)

    def _paragraph(self, paragraph: Element, row: int, finds: Finds) -> Iterator[Line]:
        label = self.numbering.label(paragraph)
        for place, line in enumerate(lines_of(paragraph, self._fetch)):
            yield _line(line, row, label if place == 0 else "", finds)

    def _cell_line(self, row: int, finds: Finds, paragraph: Element) -> Line:
        lines = [_line(line, row, "", finds) for line in lines_of(paragraph, self._fetch)]
        label = self.numbering.label(paragraph)
        text = "\n".join(line.text for line in lines)
        return Line(row, f"{label} {text}" if label else text, tuple(fault for line in lines for fault in line.faults))

    def _fetch(self, relation: str) -> str:
        target = self.targets.get(relation, "")
        path = target.lstrip("/") if target.startswith("/") else normpath(join(FOLDER, target))
        if path not in self.names:
            raise RefusedPicture("图片不在文件里（只是一个链接）；请把图片插入文件")
        name = basename(path)
        content = read_part(self.archive, path)
        if not name.lower().endswith((*RASTER, ".svg")):
            raise RefusedPicture(f"图片“{name}”的格式浏览器显示不了，请另存为 PNG 再插入")
        return self.shelf.put(name, content)


def _blocks(element: Element, depth: int) -> Iterator[Element]:
    """Paragraphs and tables in reading order, out of whatever is wrapped around them."""
    for child in element:
        name = child.tag.rpartition("}")[2]
        if child.tag in (WORD + "p", WORD + "tbl"):
            yield child
        elif name in _AROUND and depth < DEEPEST:
            yield from _blocks(child, depth + 1)


def _line(line: WordLine, row: int, label: str, finds: Finds) -> Line:
    for code, reason in line.notes:
        finds.note(row, "题干", "", code, reason)
    inlines = list(merged([Text(f"{label} "), *line.inlines] if label else line.inlines))
    return Line(row, _exact(inlines) or _markup(inlines), tuple(line.faults))


def _exact(inlines: Sequence[Inline]) -> str:
    """The line as it is, if it says that it stands so."""
    source = inline_markup(inlines, escaped=False)
    return source if exact_line(source) else ""


def _markup(inlines: Iterable[Inline]) -> str:
    pieces: list[Inline] = []
    for inline in inlines:
        pieces += typed_pieces(inline.text) if isinstance(inline, Text) else [inline]
    return markup_of([Paragraph(tuple(merged(pieces)))]).rstrip()
