"""Moodle XML: writing. What Moodle has no place for stands in tags, the referee's note in the general feedback."""

import base64
from collections.abc import Mapping, Sequence
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from question_bank.exchange.answers import feedback_of, hidden_marking, misconceptions_of
from question_bank.exchange.fit_texts import with_fit_texts
from question_bank.exchange.html_text import html_of
from question_bank.exchange.labels import labels_of
from question_bank.exchange.losses import common_losses, picture_losses
from question_bank.exchange.reading import Loss, Written
from question_bank.items import FALSE, TRUE, ItemDraft, ItemType
from question_bank.keys import NumericKey, SpokenKey
from question_bank.markup import picture_names, plain

FILES = "@@PLUGINFILE@@/"
NAME_LENGTH = 60
TYPES = {
    ItemType.SINGLE: "multichoice",
    ItemType.MULTIPLE: "multichoice",
    ItemType.TRUE_FALSE: "truefalse",
    ItemType.NUMERIC: "numerical",
    ItemType.SPOKEN: "shortanswer",
    ItemType.ORDERING: "ordering",
}


def write(items: Sequence[ItemDraft], pictures: Mapping[str, bytes]) -> Written:
    """A Moodle XML file with its pictures."""
    root, losses = Element("quiz"), list[Loss]()
    for original in items:
        item, unfit = with_fit_texts(original)
        losses += [*unfit, *common_losses(item), *picture_losses(item, "没有这张图片的文件", pictures)]
        _Writer(root, item, pictures).write()
    ElementTree.indent(root)
    return Written(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True), tuple(losses))


class _Writer:
    def __init__(self, root: Element, item: ItemDraft, pictures: Mapping[str, bytes]) -> None:
        self.item, self.pictures = item, pictures
        self.question = SubElement(root, "question", type=TYPES[item.type])

    def write(self) -> None:
        item, said = self.item, misconceptions_of(self.item)
        name = item.id or " ".join(plain(item.stem).split())[:NAME_LENGTH] or "题目"
        _add(SubElement(self.question, "name"), "text", name)
        self._text(self.question, "questiontext", item.stem)
        self._text(self.question, "generalfeedback", feedback_of(item))
        _add(self.question, "defaultgrade", "1")
        _add(self.question, "penalty", "0")
        _add(self.question, "hidden", "0")
        if item.id:
            _add(self.question, "idnumber", item.id)
        self._answers(said.comments)
        labels = labels_of(item, said.others, hidden_marking(item))
        tags = SubElement(self.question, "tags")
        for label in labels:
            _add(SubElement(tags, "tag"), "text", label)

    def _answers(self, comments: Mapping[str, str]) -> None:
        item = self.item
        if isinstance(item.key, NumericKey):
            _add(self._answer("100", repr(item.key.value)), "tolerance", repr(item.key.tolerance))
        elif isinstance(item.key, SpokenKey):
            _add(self.question, "usecase", "0")
            for words in item.key.accepted:
                self._answer("100", words.replace("*", "\\*"))
        elif item.type is ItemType.TRUE_FALSE:
            for id, word in ((TRUE, "true"), (FALSE, "false")):
                answer = self._answer("100" if id in item.right_options else "0", word)
                if id in comments:
                    self._text(answer, "feedback", comments[id])
        elif item.type is ItemType.ORDERING:
            self._ordered()
        else:
            self._choices(comments)

    def _choices(self, comments: Mapping[str, str]) -> None:
        single = self.item.type is ItemType.SINGLE
        _add(self.question, "single", "true" if single else "false")
        _add(self.question, "shuffleanswers", "true")
        _add(self.question, "answernumbering", "ABCD")
        right, wrong = ("100", "0") if single else (f"{100 / max(1, len(self.item.right_options)):.7g}", "-100")
        for option in self.item.options:
            answer = self._marked(right if option.id in self.item.right_options else wrong, option.text)
            if option.id in comments:
                self._text(answer, "feedback", comments[option.id])

    def _ordered(self) -> None:
        for name, value in (("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("gradingtype", "ALL_OR_NOTHING")):
            _add(self.question, name, value)
        texts = {option.id: option.text for option in self.item.options}
        for place, id in enumerate(self.item.right_options, start=1):
            self._marked(str(place), texts[id])

    def _answer(self, fraction: str, words: str) -> Element:
        answer = SubElement(self.question, "answer", fraction=fraction, format="plain_text")
        _add(answer, "text", words)
        return answer

    def _marked(self, fraction: str, markup: str) -> Element:
        answer = self._text(self.question, "answer", markup)
        answer.set("fraction", fraction)
        return answer

    def _text(self, parent: Element, tag: str, markup: str) -> Element:
        element = SubElement(parent, tag, format="html")
        _add(element, "text", html_of(markup, lambda name: FILES + quote(name)) if markup else "")
        for name in picture_names(markup):
            if name in self.pictures:
                folder, _, base = name.rpartition("/")
                path = f"/{folder}/" if folder else "/"
                file = SubElement(element, "file", name=base, path=path, encoding="base64")
                file.text = base64.b64encode(self.pictures[name]).decode()
        return element


def _add(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text
