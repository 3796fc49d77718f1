"""The names of QTI 2.x and 3.0: the same words, in 3.0 with hyphens and a prefix. Readers and writers here know 2.x."""

import re
from xml.etree.ElementTree import Element

from question_bank.exchange.reading import BadExchange

PREFIX = "qti-"
DEEPEST = 100


def plainly_named(element: Element, depth: int = 0) -> Element:
    """A copy without namespaces in which QTI's elements and their attributes have the names of 2.x.

    Raises `BadExchange` for what is nested absurdly deep.
    """
    if depth > DEEPEST:
        raise BadExchange(f"XML 的层次超过 {DEEPEST} 层，不读它")
    tag = element.tag.rpartition("}")[2]
    is_new = tag.startswith(PREFIX)
    named = Element(camel(tag.removeprefix(PREFIX)) if is_new else tag)
    for name, value in element.attrib.items():
        local = name.rpartition("}")[2]
        named.set(camel(local) if is_new and not local.startswith("data-") else local, value)
    named.text, named.tail = element.text, element.tail
    # A list: a generator's own error would be hidden behind another.
    named.extend([plainly_named(child, depth + 1) for child in element])
    return named


def camel(name: str) -> str:
    """`simple-choice` as `simpleChoice`."""
    first, *others = name.split("-")
    return first + "".join(other[:1].upper() + other[1:] for other in others)


def hyphenated(name: str) -> str:
    """`simpleChoice` as `simple-choice`."""
    return re.sub(r"[A-Z]", lambda letter: "-" + letter.group().lower(), name)


def newly_named(element: Element, of_qti: frozenset[str]) -> None:
    """Gives elements of QTI (`of_qti` by their names of 2.x) and their attributes the names of 3.0, in place."""
    for each in element.iter():
        if each.tag in of_qti:
            each.tag = PREFIX + hyphenated(each.tag)
            attributes = [(name if ":" in name else hyphenated(name), value) for name, value in each.attrib.items()]
            each.attrib.clear()
            each.attrib.update(attributes)
