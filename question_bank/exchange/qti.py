"""QTI 2.1 and 3.0, packages and single items: reading. `qti_writing` writes packages."""

from question_bank.exchange.found import Finds, sorted_reading
from question_bank.exchange.limits import check_size, parse_xml
from question_bank.exchange.qti_item import QtiItem
from question_bank.exchange.qti_names import plainly_named
from question_bank.exchange.qti_package import Package
from question_bank.exchange.qti_writing import write, write_3
from question_bank.exchange.reading import BadExchange, Reading
from question_bank.exchange.shelf import Shelf

__all__ = ["read", "write", "write_3"]

FORMAT = "qti"


def read(content: bytes, file: str) -> Reading:
    """The items of a package (a zip with `imsmanifest.xml`) or of one file; `row` counts them from 1, in the order of
    the manifest. Raises `BadExchange`."""
    check_size(content)
    finds, shelf = Finds([], [], [], []), Shelf()
    if content.startswith(b"PK"):
        Package(content, finds, shelf).take()
    else:
        _take_single(content, finds, shelf)
    return sorted_reading(FORMAT, finds, shelf.pictures)


def _take_single(content: bytes, finds: Finds, shelf: Shelf) -> None:
    root = plainly_named(parse_xml(content))
    if root.tag == "assessmentTest":
        raise BadExchange("这个文件只有试卷的结构，题目在别的文件里；请导入整个 zip 包")
    if root.tag != "assessmentItem":
        raise BadExchange(f"这不是 QTI 2.1 或 3.0 的题目：最外层是 <{root.tag[:40]}>")
    QtiItem(root, 1, (), finds, lambda address: shelf.put_data(address)).take()
