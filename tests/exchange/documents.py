"""Word files made for tests, as Word itself writes them."""

import io
import zipfile

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph
from PIL import Image

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SCRIPTS = {"sup": "superscript", "sub": "subscript"}
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def document(*lines: str) -> Document:
    """A document of paragraphs."""
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    return made


def content_of(made: Document) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def add_runs(made: Document, *runs: tuple[str, str]) -> Paragraph:
    """A paragraph of runs, each with its style: sup, sub, bold, stressed, under, hidden or nothing."""
    paragraph = made.add_paragraph()
    for text, style in runs:
        run = paragraph.add_run(text)
        if style in SCRIPTS:
            run._r.get_or_add_rPr().append(parse_xml(f'<w:vertAlign {WORD} w:val="{SCRIPTS[style]}"/>'))
        run.font.bold = style == "bold" or None
        run.font.underline = style == "under" or None
        run.font.hidden = style == "hidden" or None
        if style == "stressed":
            run._r.get_or_add_rPr().append(parse_xml(f'<w:em {WORD} w:val="dot"/>'))
    return paragraph


def add_formula(made: Document, before: str, inner: str) -> None:
    """A paragraph with a formula; `r(text)` makes its runs."""
    made.add_paragraph(before)._p.append(parse_xml(f"<m:oMath {MATH}>{inner}</m:oMath>"))


def r(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def add_list(made: Document, number: int, format_name: str, text: str) -> None:
    """A kind of list: paragraphs numbered by it get their number from Word alone."""
    numbering = made.part.numbering_part.element
    level = f'<w:start w:val="1"/><w:numFmt w:val="{format_name}"/><w:lvlText w:val="{text}"/>'
    level = f'<w:lvl w:ilvl="0">{level}</w:lvl>'
    numbering.insert(0, parse_xml(f'<w:abstractNum {WORD} w:abstractNumId="{number}">{level}</w:abstractNum>'))
    add_restart(made, number, number, restart=False)


def add_restart(made: Document, number: int, kind: int, restart: bool = True) -> None:
    """A list of a kind that is there, which begins anew."""
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if restart else ""
    inner = f'<w:abstractNumId w:val="{kind}"/>{again}'
    made.part.numbering_part.element.append(parse_xml(f'<w:num {WORD} w:numId="{number}">{inner}</w:num>'))


def add_numbered(made: Document, text: str, number: int) -> None:
    properties = made.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {WORD}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'))


def add_table(made: Document, *rows: tuple[str, ...]) -> None:
    table = made.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return out.getvalue()


def changed(content: bytes, name: str, part: bytes) -> bytes:
    """The file with one of its parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, part if each == name else old.read(each))
        if name not in old.namelist():
            new.writestr(name, part)
    return out.getvalue()
