"""An item as an element of QTI, its names those of 2.1."""

from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from question_bank.exchange.answers import feedback_of, misconceptions_of
from question_bank.exchange.html_text import html_of
from question_bank.exchange.to_html import Address
from question_bank.items import OPTION_TYPES, ItemDraft, ItemType
from question_bank.keys import NumericKey, SpokenKey
from question_bank.markup import plain

RESPONSE, SCORE, FEEDBACK, EXPLANATION = "RESPONSE", "SCORE", "FEEDBACK", "EXPLANATION"
TITLE_LENGTH = 60


class Version(NamedTuple):
    """The names by which a version of QTI is known."""

    item: str
    manifest: str
    resource: str
    schema: str
    schema_version: str


VERSION_2 = Version(
    "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "http://www.imsglobal.org/xsd/imscp_v1p1",
    "imsqti_item_xmlv2p1",
    "QTIv2.1 Package",
    "1.0.0",
)
VERSION_3 = Version(
    "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    "imsqti_item_xmlv3p0",
    "QTI Package",
    "3.0.0",
)
# Everything that is written here and no HTML.
ELEMENTS = frozenset(
    {
        *("assessmentItem", "responseDeclaration", "correctResponse", "value", "mapping", "mapEntry"),
        *("outcomeDeclaration", "defaultValue", "itemBody", "choiceInteraction", "orderInteraction", "simpleChoice"),
        *("textEntryInteraction", "feedbackInline", "modalFeedback", "contentBody", "responseProcessing"),
        *("responseCondition", "responseIf", "match", "equal", "gt", "mapResponse", "variable", "correct"),
        *("setOutcomeValue", "baseValue"),
    }
)
CARDINALITIES = {ItemType.MULTIPLE: "multiple", ItemType.ORDERING: "ordered"}


def item_element(item: ItemDraft, version: Version, address: Address) -> Element:
    """The root of an item's file; `address` makes the address of a picture from its name."""
    title = item.id or " ".join(plain(item.stem).split())[:TITLE_LENGTH]
    said = {"identifier": item.id, "title": title, "adaptive": "false", "timeDependent": "false"}
    root = Element("assessmentItem", {"xmlns": version.item, **said, "xml:lang": "zh-CN"})
    feedback = feedback_of(item)
    _declare(root, item)
    body = SubElement(root, "itemBody")
    _extend(body, html_of(item.stem, address), "p")
    _add_interaction(body, item, address)
    _add_processing(root, item)
    if feedback:
        shown = {"outcomeIdentifier": EXPLANATION, "identifier": EXPLANATION, "showHide": "show"}
        modal = SubElement(root, "modalFeedback", shown)
        target = SubElement(modal, "contentBody") if version is VERSION_3 else modal
        _extend(target, html_of(feedback, address), "p")
    for child in root:
        child.tail = "\n"
    return root


def _declare(root: Element, item: ItemDraft) -> None:
    base = {ItemType.NUMERIC: "float", ItemType.SPOKEN: "string"}.get(item.type, "identifier")
    cardinality = CARDINALITIES.get(item.type, "single")
    response = SubElement(root, "responseDeclaration", identifier=RESPONSE, cardinality=cardinality, baseType=base)
    correct = SubElement(response, "correctResponse")
    for value in _right(item):
        SubElement(correct, "value").text = value
    if isinstance(item.key, SpokenKey):
        mapping = SubElement(response, "mapping", defaultValue="0")
        for words in item.key.accepted:
            SubElement(mapping, "mapEntry", mapKey=words, mappedValue="1", caseSensitive="false")
    _outcome(root, SCORE, "single", "float", "0")
    _outcome(root, FEEDBACK, cardinality, "identifier")
    _outcome(root, EXPLANATION, "single", "identifier", EXPLANATION)


def _outcome(root: Element, name: str, cardinality: str, base: str, default: str = "") -> None:
    outcome = SubElement(root, "outcomeDeclaration", identifier=name, cardinality=cardinality, baseType=base)
    if default:
        SubElement(SubElement(outcome, "defaultValue"), "value").text = default


def _right(item: ItemDraft) -> tuple[str, ...]:
    if isinstance(item.key, NumericKey):
        return (repr(item.key.value),)
    return item.key.accepted[:1] if isinstance(item.key, SpokenKey) else item.key


def _add_interaction(body: Element, item: ItemDraft, address: Address) -> None:
    if item.type not in OPTION_TYPES:
        SubElement(SubElement(body, "p"), "textEntryInteraction", responseIdentifier=RESPONSE, expectedLength="20")
        return
    ordering = item.type is ItemType.ORDERING
    interaction = SubElement(body, "orderInteraction" if ordering else "choiceInteraction", responseIdentifier=RESPONSE)
    interaction.set("shuffle", "false" if item.type is ItemType.TRUE_FALSE else "true")
    if not ordering:
        interaction.set("maxChoices", "0" if item.type is ItemType.MULTIPLE else "1")
    comments = misconceptions_of(item).comments
    for option in item.options:
        choice = SubElement(interaction, "simpleChoice", identifier=option.id)
        _extend(choice, html_of(option.text, address))
        if option.id in comments:
            shown = {"outcomeIdentifier": FEEDBACK, "identifier": option.id, "showHide": "show"}
            _extend(SubElement(choice, "feedbackInline", shown), html_of(comments[option.id]))


def _add_processing(root: Element, item: ItemDraft) -> None:
    processing = SubElement(root, "responseProcessing")
    condition = SubElement(SubElement(processing, "responseCondition"), "responseIf")
    if isinstance(item.key, SpokenKey):
        test = SubElement(condition, "gt")
        SubElement(test, "mapResponse", identifier=RESPONSE)
        SubElement(test, "baseValue", baseType="float").text = "0"
    else:
        test = _comparison(condition, item)
        SubElement(test, "variable", identifier=RESPONSE)
        SubElement(test, "correct", identifier=RESPONSE)
    SubElement(SubElement(condition, "setOutcomeValue", identifier=SCORE), "baseValue", baseType="float").text = "1"
    if item.type in OPTION_TYPES:
        SubElement(SubElement(processing, "setOutcomeValue", identifier=FEEDBACK), "variable", identifier=RESPONSE)


def _comparison(condition: Element, item: ItemDraft) -> Element:
    if not isinstance(item.key, NumericKey):
        return SubElement(condition, "match")
    tolerance = repr(item.key.tolerance)
    return SubElement(condition, "equal", toleranceMode="absolute", tolerance=f"{tolerance} {tolerance}")


def _extend(parent: Element, html: str, around: str = "") -> None:
    """Puts HTML into an element; what is not in blocks stands in one called `around`."""
    fragment = ElementTree.fromstring(f"<div>{html}</div>")
    if around and not any(child.tag in ("p", "table", "div") for child in fragment):
        fragment.tag = around
        parent.append(fragment)
        return
    parent.text = fragment.text
    parent.extend(fragment)
