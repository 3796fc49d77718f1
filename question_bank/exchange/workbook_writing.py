"""Writes workbooks in the template's columns: a sheet to fill in, and one that says how."""

import io
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from question_bank.exchange.bank_tables import NOTES_SHEET
from question_bank.exchange.inert_cells import text_cell
from question_bank.exchange.laid_pictures import PICTURES_SHEET
from question_bank.exchange.limits import MOST_PARTS, MOST_ROWS
from question_bank.exchange.placing_cells import LONGEST_TIME
from question_bank.exchange.template import COLUMNS
from question_bank.exchange.template_notes import notes
from question_bank.exchange.type_names import TYPE_NAMES
from question_bank.items import ItemDraft
from question_bank.markup import picture_names
from question_bank.taxonomy import DIMENSIONS, benchmarks

ITEMS_SHEET = "题目"
NUMBERS = frozenset({"基准", "要点", "难度", "时限"})
WIDTHS = {"编号": 12, "题型": 8, "题干": 48, "答案": 14, "解析": 48, "维度": 16, "主题": 18, "人群": 18, "标签": 18}
WIDTHS |= {"难度理由": 24, "出处": 32, "阅读": 32, "误解": 36, "原因": 40, "基准": 8, "要点": 8, "难度": 8, "时限": 8}
WIDTH_OF_OPTIONS = 20
PICTURE_HEIGHT = 96
# A workbook of more parts than an import takes could not be read again.
MOST_PICTURES = MOST_PARTS - 40
_HELD = (b"\x89PNG", b"\xff\xd8\xff")
INK, PAPER = "FFFFFF", "1F5F8B"


def carried_pictures(items: Iterable[ItemDraft], pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those of the pictures that the items' texts mention and a workbook holds byte by byte, in their order."""
    texts = [text for item in items for text in (item.stem, item.explanation, *(each.text for each in item.options))]
    names = [name for text in texts if "](media:" in text for name in picture_names(text)]
    held = [name for name in dict.fromkeys(names) if pictures.get(name, b"").startswith(_HELD)]
    return {name: pictures[name] for name in held[:MOST_PICTURES]}


def workbook_of(
    rows: Iterable[Mapping[str, str]],
    columns: Sequence[str] = COLUMNS,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """An xlsx of cells by column, one row after the other. No cell of it is ever run as a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(ITEMS_SHEET)
    sheet.freeze_panes = "C2"
    for place, column in enumerate(columns, start=1):
        width = WIDTHS.get(column, WIDTH_OF_OPTIONS)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_head(sheet, column) for column in columns])
    look = Alignment(vertical="top", wrap_text=True)
    count = 1
    for row in rows:
        sheet.append([_cell(sheet, column, row.get(column, ""), look) for column in columns])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"
    _validate(sheet, columns)
    if pictures:
        _lay(book, pictures)
    _explain(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _head(sheet: Worksheet, text: str) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True, color=INK)
    cell.fill = PatternFill("solid", fgColor=PAPER)
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def _cell(sheet: Worksheet, column: str, text: str, look: Alignment) -> Cell | None:
    if not text:
        return None
    if column in NUMBERS and (number := _number(text)) is not None:
        return WriteOnlyCell(sheet, number)
    cell = text_cell(sheet, text)
    cell.alignment = look
    return cell


def _number(text: str) -> int | float | None:
    """A number that a spreadsheet keeps in full and shows as it was written; it knows 15 digits."""
    try:
        number = float(text)
    except ValueError:
        return None
    if number.is_integer() and str(int(number)) == text:
        return int(number)
    return number if format(number, ".15g") == text else None


def _validate(sheet: Worksheet, columns: Sequence[str]) -> None:
    last = benchmarks()[-1]
    lists = {"题型": TYPE_NAMES.values(), "维度": DIMENSIONS.values()}
    bounds = {"基准": (1, last.number), "要点": (1, last.last_point), "时限": (0, LONGEST_TIME)}
    for column in columns:
        if column in lists:
            names = ",".join(lists[column])
            rule = DataValidation(type="list", formula1=f'"{names}"', allow_blank=True)
            rule.error = f"请从列表里选：{names.replace(',', '、')}"
        elif column in bounds:
            low, high = bounds[column]
            rule = DataValidation(type="whole", operator="between", formula1=str(low), formula2=str(high))
            rule.error = f"{column}要是 {low} 到 {high} 的整数"
        else:
            continue
        rule.errorTitle, rule.showErrorMessage = column, True
        letter = get_column_letter(columns.index(column) + 1)
        rule.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
        sheet.data_validations.append(rule)


def _lay(book: Workbook, pictures: Mapping[str, bytes]) -> None:
    """A sheet of pictures, each beside the name by which texts mention it."""
    sheet = book.create_sheet(PICTURES_SHEET)
    sheet.column_dimensions["A"].width = 72
    sheet.append([_head(sheet, "名字"), _head(sheet, "图片（题干、选项和解析用名字提到它）")])
    for row, (name, content) in enumerate(pictures.items(), start=2):
        sheet.row_dimensions[row].height = PICTURE_HEIGHT
        sheet.append([text_cell(sheet, name)])
        shown = Image(io.BytesIO(content))
        scale = min(1.0, PICTURE_HEIGHT / shown.height)
        shown.width, shown.height = round(shown.width * scale), round(shown.height * scale)
        sheet.add_image(shown, f"B{row}")


def _explain(book: Workbook) -> None:
    sheet = book.create_sheet(NOTES_SHEET)
    for letter, width in zip("ABC", (16, 70, 44), strict=True):
        sheet.column_dimensions[letter].width = width
    look = Alignment(vertical="top", wrap_text=True)
    for place, row in enumerate(notes()):
        sheet.append([_head(sheet, text) if place == 0 else _cell(sheet, "", text, look) for text in row])
