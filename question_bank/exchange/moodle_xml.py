"""Moodle XML: reading. `moodle_xml_writing` writes it."""

from xml.etree.ElementTree import Element

from question_bank.exchange.categories import labels_of_category
from question_bank.exchange.found import Finds, at_most, sorted_reading
from question_bank.exchange.limits import check_size, parse_xml
from question_bank.exchange.moodle_question import Question
from question_bank.exchange.moodle_xml_writing import write
from question_bank.exchange.reading import BadExchange, Reading
from question_bank.exchange.shelf import Shelf

__all__ = ["read", "write"]

FORMAT = "moodle-xml"
# Of XML whose elements are smaller than those of questions, and take more memory than a file of its length should.
MOST_TAGS = 2_000_000


def read(content: bytes, file: str) -> Reading:
    """The questions of a Moodle XML file; `row` counts them from 1, categories left out. Raises `BadExchange`."""
    check_size(content)
    if content.count(b"<") > MOST_TAGS:
        raise BadExchange(f"文件里的标签超过 {MOST_TAGS} 个；请分成几个文件")
    root = parse_xml(content)
    if root.tag != "quiz":
        raise BadExchange(f"这不是 Moodle XML：最外层是 <{root.tag[:40]}>，应该是 <quiz>")
    finds, shelf = Finds([], [], [], []), Shelf()
    category: tuple[str, ...] = ()
    row = 0
    for element in at_most(root.iterfind("question")):
        if element.get("type") == "category":
            category = labels_of_category(_text(element, "category/text"))
        else:
            row += 1
            Question(element, row, category, finds, shelf).take()
    return sorted_reading(FORMAT, finds, shelf.pictures)


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()
