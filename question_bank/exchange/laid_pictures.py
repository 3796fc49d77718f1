"""Pictures that lie on sheets: on the cells of a question they belong to it; on a sheet of their own they are named."""

from collections.abc import Iterable, Iterator, Mapping

from question_bank.exchange.headers import Header
from question_bank.exchange.sheets import Sheet, SheetPicture, text_of_cell
from question_bank.markup import picture

# On this sheet the bank writes pictures, each beside the name by which texts mention it.
PICTURES_SHEET = "图片"
_HOLDS_PICTURES = frozenset({"题干", "解析", *(f"选项{letter}" for letter in "ABCDEFGHIJ")})


def named_pictures(sheet: Sheet) -> dict[str, bytes]:
    """Pictures by the names that stand in the first column of their rows."""
    names = {row: text_of_cell(cells[1]).strip() for row, cells in sheet.rows.items() if 1 in cells}
    return {names[laid.row]: laid.content for laid in sheet.pictures if laid.row in names}


def with_pictures(cells: Mapping[str, str], laid: Iterable[SheetPicture], header: Header) -> Iterator[tuple[str, str]]:
    """Columns of the template whose cells have pictures on them, with what they say then. A picture that lies on no
    text belongs to the stem."""
    said = dict(cells)
    changed = set()
    for each in laid:
        role = header.roles.get(each.column, "题干")
        column = role if role in _HOLDS_PICTURES else "题干"
        shown = picture(each.name, each.alt)
        said[column] = f"{said[column]}\n{shown}" if said.get(column) else shown
        changed.add(column)
    return ((column, said[column]) for column in sorted(changed))
