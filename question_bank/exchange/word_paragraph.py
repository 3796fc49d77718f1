"""A paragraph of Word in pieces of the bank's markup."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from question_bank.exchange.blocks import maths_or_text
from question_bank.exchange.faults import Fault
from question_bank.exchange.numbered_bold import with_stress_only
from question_bank.exchange.omml import MATH, RareFormula, latex_of, plain_scripts
from question_bank.exchange.scripts import lowered, raised
from question_bank.exchange.shelf import RefusedPicture
from question_bank.exchange.word_numbering import WORD
from question_bank.markup import Bold, Inline, Picture, Piece, Text

DEEPEST = 40
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
VECTOR = "{urn:schemas-microsoft-com:vml}"
ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SYMBOLS = {"F0FC": "√", "F0FB": "×", "F0FE": "√", "F0D6": "√", "F0B4": "×", "F0B0": "°", "F06D": "μ", "F0B1": "±"}
_SKIPPED = frozenset({"del", "moveFrom", "pPr", "rPr", "instrText"})
# Makes a picture of a relation's name; raises `RefusedPicture`.
Fetch = Callable[[str], str]


@dataclass
class WordLine:
    """A line of a paragraph, its pieces and what is wrong or worth telling of it: (code, reason)."""

    inlines: list[Inline] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def lines_of(paragraph: Element, fetch: Fetch) -> list[WordLine]:
    """The lines of a paragraph, parted by its line breaks."""
    reader = _Reader(fetch)
    reader.read(paragraph, 0)
    for line in reader.lines:
        line.inlines = with_stress_only(line.inlines)
    return reader.lines


class _Reader:
    def __init__(self, fetch: Fetch) -> None:
        self.fetch = fetch
        self.lines = [WordLine()]

    def read(self, element: Element, depth: int) -> None:
        """Reads what stands in a paragraph, a link, an insertion …"""
        if depth > DEEPEST:
            return
        for child in element:
            name = child.tag.rpartition("}")[2]
            if child.tag.startswith(MATH):
                self._formulas(child, name)
            elif name == "r":
                self._run(child)
            elif name == "AlternateContent":
                self._alternative(child, depth)
            elif name not in _SKIPPED:
                self.read(child, depth + 1)

    def _alternative(self, element: Element, depth: int) -> None:
        chosen = element.find(ALTERNATIVES + "Choice")
        if chosen is not None:
            self.read(chosen, depth + 1)

    def _formulas(self, element: Element, name: str) -> None:
        for formula in [element] if name == "oMath" else element.iter(MATH + "oMath"):
            pieces = plain_scripts(formula)
            if pieces is not None:
                self._add(*(_moved(text, level) for text, level in pieces if text))
                continue
            try:
                latex = latex_of(formula)
            except (RareFormula, RecursionError) as error:
                self._fault("formula", f"{error}，请改写成 \\( \\) 之间的 LaTeX 公式")
                continue
            self._add(maths_or_text(latex, latex))

    def _run(self, run: Element) -> None:
        properties = run.find(WORD + "rPr")
        if properties is not None and _is_on(properties, "vanish"):
            if any(text.text for text in run.iter(WORD + "t")):
                self._note("hidden_text", "这里有隐藏的文字，没有读：要读就先在 Word 里取消隐藏")
            return
        for child in run:
            name = child.tag.rpartition("}")[2]
            if name == "t":
                self._add(*_styled(child.text or "", properties))
            elif name in ("tab", "ptab"):
                self._add(Text("\t"))
            elif name in ("br", "cr"):
                self.lines.append(WordLine())
            elif name in ("noBreakHyphen", "softHyphen"):
                self._add(*([Text("-")] if name == "noBreakHyphen" else []))
            elif name in ("footnoteReference", "endnoteReference"):
                self._note("foot_note", "这里的脚注没有读：要紧的话就写进正文")
            elif name == "sym":
                self._symbol(child)
            elif name == "object":
                self._fault("object", "含有嵌入的对象（多半是公式编辑器的公式），读不出来；请改写成文字或 LaTeX 公式")
            elif name in ("drawing", "pict"):
                self._pictures(child)
            elif name == "AlternateContent":
                self._alternative_pictures(child)
            elif name == "ruby":
                self.read(child.find(WORD + "rubyBase") or Element("none"), 1)

    def _alternative_pictures(self, element: Element) -> None:
        chosen = element.find(ALTERNATIVES + "Choice")
        for drawing in chosen if chosen is not None else ():
            self._pictures(drawing)

    def _symbol(self, element: Element) -> None:
        code = element.get(WORD + "char", "").upper()
        if code in _SYMBOLS:
            self._add(Text(_SYMBOLS[code]))
        else:
            self._fault("symbol", f"含有符号字体里的字符（{code}），读不出来；请换成普通字符")

    def _pictures(self, drawing: Element) -> None:
        alt = next(iter(_alternative_texts(drawing)), "")
        ids = [blip.get(RELATION + "embed", "") for blip in drawing.iter(DRAWING + "blip")]
        ids += [data.get(RELATION + "id", "") for data in drawing.iter(VECTOR + "imagedata")]
        if not ids and any(each.tag.endswith("}txbxContent") for each in drawing.iter()):
            self._fault("text_box", "含有文本框，里面的文字没有读入；请移到正文里")
        elif not ids and drawing.tag.endswith("}drawing"):
            self._fault("drawing", "含有 Word 画的图形，读不出来；请另存为图片再插入")
        for id in ids:
            try:
                name = self.fetch(id)
            except RefusedPicture as error:
                self._fault("bad_picture", str(error))
                continue
            if not alt:
                self._note("no_alt", f"图片“{name}”没有替代文字，请写上图里有什么")
            self._add(Picture(name, alt))

    def _add(self, *pieces: Inline) -> None:
        self.lines[-1].inlines += pieces

    def _note(self, code: str, reason: str) -> None:
        if (code, reason) not in self.lines[-1].notes:
            self.lines[-1].notes.append((code, reason))

    def _fault(self, code: str, reason: str) -> None:
        self.lines[-1].faults.append(Fault("题干", code, reason))


def _is_on(properties: Element, name: str) -> bool:
    element = properties.find(WORD + name)
    return element is not None and element.get(WORD + "val", "1") not in ("0", "false", "none", "off")


def _styled(text: str, properties: Element | None) -> list[Inline]:
    if properties is None or not text:
        return [Text(text)] if text else []
    align = properties.find(WORD + "vertAlign")
    level = align.get(WORD + "val", "") if align is not None else ""
    if level in ("superscript", "subscript") and text.strip():
        return [_moved(text.strip(), "sup" if level == "superscript" else "sub")]
    if _is_on(properties, "u") and not text.strip(" 　\u00a0"):
        return [Text("____")]
    if (_is_on(properties, "b") or _is_on(properties, "em")) and text.strip():
        return _bold(text)
    return [Text(text)]


def _moved(text: str, level: str) -> Piece:
    if not level:
        return Text(text)
    return raised(text) if level == "sup" else lowered(text)


def _bold(text: str) -> list[Inline]:
    inner = text.strip()
    start = text.index(inner)
    around: list[Inline] = [Text(text[:start]), Bold((Text(inner),)), Text(text[start + len(inner) :])]
    return [each for each in around if each != Text("")]


def _alternative_texts(drawing: Element) -> Iterator[str]:
    for properties in drawing.iter(PLACED + "docPr"):
        for name in ("descr", "title"):
            text = " ".join(properties.get(name, "").split())
            if text and not _is_made_up(text):
                yield text
    for shape in drawing.iter(VECTOR + "shape"):
        if shape.get("alt", "").strip():
            yield shape.get("alt", "").strip()


def _is_made_up(text: str) -> bool:
    """Whether Word itself wrote it: a file's name or address."""
    return text.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".bmp")) or text.startswith(("http:", "https:"))
