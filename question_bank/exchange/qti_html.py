"""The content of QTI elements as HTML, what is not text left out."""

from html import escape
from xml.etree.ElementTree import Element

# Said elsewhere or to others than contestants.
_LEFT_OUT = frozenset({"feedbackInline", "feedbackBlock", "modalFeedback", "stylesheet", "templateBlock"})
_GAP = "_____"


def inner_html(element: Element) -> str:
    """HTML of what stands in an element. An interaction becomes a gap where it stands among words, else nothing."""
    return escape(element.text or "", quote=False) + "".join(_outer(child) for child in element)


def _outer(element: Element) -> str:
    tail = escape(element.tail or "", quote=False)
    if element.tag in _LEFT_OUT or _is_for_others(element) or _holds_nothing_but_answers(element):
        return tail
    if is_interaction(element):
        return _GAP + tail
    attributes = "".join(f' {name}="{_attribute(value)}"' for name, value in element.attrib.items())
    return f"<{element.tag}{attributes}>{inner_html(element)}</{element.tag}>{tail}"


def _attribute(value: str) -> str:
    return escape(value).replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")


def is_interaction(element: Element) -> bool:
    return element.tag.endswith("Interaction")


def _is_for_others(element: Element) -> bool:
    return element.tag == "rubricBlock" and "candidate" not in element.get("view", "candidate").split()


def _holds_nothing_but_answers(element: Element) -> bool:
    """Whether it is an interaction of blocks, or a block around nothing but an interaction."""
    if is_interaction(element):
        return element.tag not in ("textEntryInteraction", "inlineChoiceInteraction")
    words = "".join(element.itertext()).strip()
    return not words and any(is_interaction(each) for each in element.iter())
