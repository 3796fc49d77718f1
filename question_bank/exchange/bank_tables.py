"""Items from sheets of cells, the bank's own or found in the wild: the one way for all formats of tables."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from question_bank.exchange.found_rows import FoundRows
from question_bank.exchange.found_text import found_text
from question_bank.exchange.headers import ALL_OPTIONS, NUMBER, PICTURE, UNREAD, Header, find_header, role_of
from question_bank.exchange.laid_pictures import PICTURES_SHEET, named_pictures, with_pictures
from question_bank.exchange.merged_cells import Question, questions
from question_bank.exchange.reading import BadExchange, Reading, ReadItem, RefusedItem, Remark
from question_bank.exchange.sheets import TROUBLES, Book, Cell, Runs, Sheet, SheetPicture, Trouble, text_of_cell
from question_bank.exchange.template import COLUMNS, UNSUPPORTED, Fault, item_of_cells
from question_bank.exchange.type_names import TYPE_NAMES, heading_not_here, heading_type

# Sheets of this name explain the others.
NOTES_SHEET = "填写说明"
_NO_QUESTIONS = frozenset({NOTES_SHEET, PICTURES_SHEET})
# What an official template says in the row below its header.
_INSTRUCTIONS = ("text of the question", "（必填）", "(required)")
OLD_PICTURES = "旧的 xls 文件和网页里的图片读不进来：用表格软件另存为 .xlsx 再导入，图片就会跟着题走"
# Rows that one note names.
NAMED = 20
_SPELLED_AS_DATE = frozenset({"答案", "编号"})


class Found(NamedTuple):
    """What was found so far."""

    items: list[ReadItem]
    refused: list[RefusedItem]
    skipped: list[Remark]
    notes: list[Remark]
    pictures: dict[str, bytes]


def read_book(format_name: str, book: Book) -> Reading:
    """Items of all sheets that have a header of questions. Raises `BadExchange` when no sheet has one."""
    found = Found([], [], [], [], {})
    for name in book.hidden:
        found.notes.append(
            Remark(name, 0, code="hidden_sheet", reason=f"工作表“{name}”是隐藏的，没有读：要读就先取消隐藏")
        )
    for sheet in book.sheets:
        if sheet.name == PICTURES_SHEET and find_header(sheet) is None:
            found.pictures.update(named_pictures(sheet))
    read = [_read_sheet(sheet, found) for sheet in book.sheets if sheet.rows and sheet.name not in _NO_QUESTIONS]
    if not any(read):
        raise BadExchange("没有找到表头：前 15 行里要有一行写着“题干”“答案”这样的列名；可以从题库下载模板照着填")
    _forget_running_numbers(found)
    lists = (tuple(found.items), tuple(found.refused), tuple(found.skipped), tuple(found.notes))
    return Reading(format_name, *lists, found.pictures)


def _read_sheet(sheet: Sheet, found: Found) -> bool:
    """Whether it had a header."""
    header = find_header(sheet)
    if header is None:
        reason = f"工作表“{sheet.name}”里没有找到“题干”“答案”这样的表头，没有读"
        found.notes.append(Remark(sheet.name, 0, code="no_header", reason=reason))
        return False
    reader = _SheetReader(sheet, header, found)
    for question in questions(sheet, header):
        reader.take(question)
    reader.tell_what_was_not_read()
    return True


def _forget_running_numbers(found: Found) -> None:
    """Where several sheets number their questions from 1, the numbers are no ids: they would name different ones."""
    sheets: dict[str, set[str]] = {}
    for item in found.items:
        if item.draft.id.isdecimal():
            sheets.setdefault(item.draft.id, set()).add(item.sheet)
    again = {name for names in sheets.values() if len(names) > 1 for name in names}
    for place, item in enumerate(found.items):
        if item.sheet in again and item.draft.id.isdecimal():
            found.items[place] = item._replace(draft=replace(item.draft, id=""))
    for name in sorted(again):
        reason = f"几个工作表的编号都从头数起，“{name}”的编号当成了流水号：题的编号由内容生成"
        found.notes.append(Remark(name, 0, "编号", code="running_number", reason=reason))


class _SheetReader:
    """One sheet while its rows are read."""

    def __init__(self, sheet: Sheet, header: Header, found: Found) -> None:
        self.sheet, self.header, self.found = sheet, header, found
        self.own = header.is_template
        self.pictures: dict[int, list[SheetPicture]] = {}
        for picture in sheet.pictures:
            self.pictures.setdefault(picture.row, []).append(picture)
        self.hidden: list[int] = []
        self.unread_pictures = set(sheet.unread_pictures)
        self.rows = FoundRows(header)
        # What a heading or the sheet's name calls questions that the bank does not have.
        self.not_here = sheet.name if heading_not_here(sheet.name) else ""
        kind = heading_type(sheet.name)
        self.rows.kind = TYPE_NAMES[kind] if kind else ""
        self.names = {role: header.names.get(column, "") for column, role in reversed(list(header.roles.items()))}

    def take(self, question: Question) -> None:
        row = {column: (text_of_cell if self.own else found_text)(cell) for column, cell in question.cells.items()}
        laid = [each for number in question.rows for each in self.pictures.pop(number, ())]
        if not laid and (self._is_heading(row) or self._says_nothing(row, question)):
            return
        cells = _template_cells(question.cells, self.header) if self.own else self.rows.cells(row)
        if self.not_here and not any(row.get(column) for column in self._columns("题型")):
            self._skip(question, cells, f"题库没有“{self.not_here[:20]}”这种题型，这一题没有读入")
            return
        self.hidden += [number for number in question.rows if number in self.sheet.hidden_rows]
        cells.update(with_pictures(cells, laid, self.header))
        self.found.pictures.update((each.name, each.content) for each in laid)
        self._admit(question, cells)
        self._tell_pictures(question, row, cells)

    def _admit(self, question: Question, cells: dict[str, str]) -> None:
        item = item_of_cells(cells)
        troubles = list(self._troubles(question))
        if not isinstance(item, list) and not troubles:
            self.found.items.append(ReadItem(item, self.sheet.name, question.row))
            return
        faults = item if isinstance(item, list) else []
        if faults and faults[0].code == UNSUPPORTED:
            self._skip(question, cells, faults[0].reason)
            return
        spoilt = {fault.column for fault in troubles}
        self._refuse(question, cells, [*troubles, *(fault for fault in faults if fault.column not in spoilt)])

    def _refuse(self, question: Question, cells: dict[str, str], faults: list[Fault]) -> None:
        first = faults[0]
        reasons = "；".join(dict.fromkeys(fault.reason for fault in faults))
        column = self._name_of(first.column)
        remark = Remark(self.sheet.name, question.row, column, cells["编号"].strip(), first.code, reasons)
        self.found.refused.append(RefusedItem(remark, cells))

    def _skip(self, question: Question, cells: Mapping[str, str], reason: str) -> None:
        column = self._name_of("题型")
        self.found.skipped.append(
            Remark(self.sheet.name, question.row, column, cells["编号"].strip(), UNSUPPORTED, reason)
        )

    def _troubles(self, question: Question) -> Iterator[Fault]:
        for column, trouble in question.troubles.items():
            role = self.header.roles.get(column, UNREAD)
            if role in (UNREAD, PICTURE) or (trouble is Trouble.DATE and role not in _SPELLED_AS_DATE):
                continue
            yield Fault(role if role in COLUMNS else "选项A", trouble.value, TROUBLES[trouble])

    def _name_of(self, column: str) -> str:
        """What the file itself calls a column of the template."""
        if column in self.names:
            return self.names[column] or column
        return self.names.get(ALL_OPTIONS, column) if column.startswith("选项") else column

    def _columns(self, role: str) -> list[int]:
        return [column for column, each in self.header.roles.items() if each == role]

    def _is_heading(self, row: Mapping[int, str]) -> bool:
        """A line such as “二、多选题（每题 2 分）” gives the type of what follows."""
        texts = [text for text in row.values() if text]
        if len(texts) != 1:
            return False
        kind, not_here = heading_type(texts[0]), heading_not_here(texts[0])
        if kind or not_here:
            self.rows.kind = TYPE_NAMES[kind] if kind else ""
            self.not_here = texts[0] if not_here else ""
        return kind is not None or not_here

    def _says_nothing(self, row: Mapping[int, str], question: Question) -> bool:
        """Empty rows, the header once more, the instructions of an official template."""
        numbers = set(self._columns(NUMBER))
        if not any(text for column, text in row.items() if column in self.header.roles and column not in numbers):
            return True
        if len(row) > 2 and all(text == self.header.names.get(column) for column, text in row.items() if text):
            return True
        stem = " ".join(row.get(column, "") for column in self._columns("题干")).casefold()
        return question.row == self.header.last + 1 and not self.own and any(words in stem for words in _INSTRUCTIONS)

    def _tell_pictures(self, question: Question, row: Mapping[int, str], cells: Mapping[str, str]) -> None:
        for column, text in row.items():
            name = self.header.names.get(column, "")
            if self.header.roles.get(column) == PICTURE and text:
                reason = "图片链接没有读入：题库不从网上取图，请在编辑页上传"
            elif "<img" in text and not self.own:
                reason = "网页里的图片没有读入，请在编辑页上传"
            else:
                continue
            self._tell_picture(question.row, name, cells["编号"].strip(), reason)
        if not self.unread_pictures.isdisjoint(question.rows):
            self.unread_pictures.difference_update(question.rows)
            self._tell_picture(question.row, "", cells["编号"].strip(), f"这一题旁边有图片，{OLD_PICTURES}")

    def _tell_picture(self, row: int, column: str, id: str, reason: str) -> None:
        self.found.notes.append(Remark(self.sheet.name, row, column, id, "picture_not_read", reason))

    def tell_what_was_not_read(self) -> None:
        """And what was read though nobody sees it."""
        if self.hidden:
            rows = "、".join(map(str, self.hidden[:NAMED])) + ("……" if len(self.hidden) > NAMED else "")
            reason = f"第 {rows} 行是隐藏的或被筛选掉的，照样读了：不要它们，就在文件里删去"
            self.found.notes.append(Remark(self.sheet.name, self.hidden[0], code="hidden_rows", reason=reason))
        for number in sorted(self.pictures):
            self._tell_picture(number, "", "", "这里的图片不在任何一道题的行里，没有读：把它移到题目那一行")
        for number in sorted(self.unread_pictures):
            self._tell_picture(number, "", "", f"这里有图片，{OLD_PICTURES}")
        known = {column: self.header.roles.get(column) or role_of(name) for column, name in self.header.names.items()}
        unread = [self.header.names[column] for column, role in known.items() if role in (None, UNREAD)]
        if unread:
            names = "”“".join(name[:20] for name in unread if name)
            self._note("column_not_read", f"题库没有地方放这些列，没有读：“{names}”", unread[0])
        if self.rows.unclear_difficulty:
            reason = "“难度”用的是哪种刻度看不出来，记成了标签：题库的难度 0 是一半成年人会的题，也可以写易、中、难"
            self._note("unclear_difficulty", reason, self.names.get("难度", ""))

    def _note(self, code: str, reason: str, column: str) -> None:
        self.found.notes.append(Remark(self.sheet.name, self.header.last, column, code=code, reason=reason))


def _template_cells(row: Mapping[int, Cell], header: Header) -> dict[str, str]:
    """Cells of the bank's own workbook, in which texts are markup already."""
    cells = dict.fromkeys(COLUMNS, "")
    for column, name in header.names.items():
        cell = row.get(column)
        if cell is not None and (name in cells or header.roles.get(column) == name):
            cells[name] = cell.in_markup() if isinstance(cell, Runs) else text_of_cell(cell)
    return cells
