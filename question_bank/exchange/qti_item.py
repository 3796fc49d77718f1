"""One item of QTI, its names those of 2.x."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

from question_bank.exchange.answer_spelling import truth
from question_bank.exchange.answers import MOST_ANSWERS, explained, too_many
from question_bank.exchange.drafts import add_found, text_faults, text_notes
from question_bank.exchange.faults import Fault
from question_bank.exchange.found import Finds
from question_bank.exchange.from_html import Resolve
from question_bank.exchange.html_text import from_html
from question_bank.exchange.qti_html import inner_html, is_interaction
from question_bank.exchange.qti_response import Response, tolerance_of
from question_bank.exchange.shelf import RefusedPicture
from question_bank.items import FALSE, TRUE, TRUE_FALSE_OPTIONS, ItemDraft, ItemType, Option
from question_bank.keys import Key, SpokenKey
from question_bank.markup import plain

NOT_HERE = {
    "extendedTextInteraction": ("essay", "论述题要人评阅，题库没有这种题型；可以改成口答题"),
    "matchInteraction": ("matching", "题库没有连线题；可以改成几道单选题"),
    "associateInteraction": ("matching", "题库没有配对题；可以改成几道单选题"),
    "gapMatchInteraction": ("cloze", "题库没有选词填空题；可以改成几道单选题"),
    "inlineChoiceInteraction": ("cloze", "题库没有完形填空题；可以改成几道单选题"),
}
OPTION_TAGS = {"choiceInteraction": "simpleChoice", "orderInteraction": "simpleChoice"}


class QtiItem:
    """An item's root, where it stands, what the manifest says of it, and where to put what is found."""

    def __init__(self, root: Element, row: int, labels: tuple[str, ...], finds: Finds, resolve: Resolve) -> None:
        self.root, self.row, self.labels, self.finds, self.resolve = root, row, labels, finds, resolve
        self.id = root.get("identifier", "").strip()
        self.faults: list[Fault] = []
        self.stem = ""

    def take(self, before: str = "") -> None:
        """Reads the item; `before` is HTML of shared material. Types that the bank does not have are skipped."""
        body = self.root.find("itemBody")
        interactions = [each for each in body.iter() if is_interaction(each)] if body is not None else []
        if body is None or not interactions:
            self._skip("description", "没有作答的地方，只是一段说明，不是题目")
        elif len(interactions) > 1:
            self._skip("composite", f"一道题里有 {len(interactions)} 处作答，题库一题一答；请拆成几道题")
        else:
            self._take_one(body, interactions[0], before)

    def _take_one(self, body: Element, interaction: Element, before: str) -> None:
        response = Response(self.root, interaction.get("responseIdentifier", "RESPONSE"))
        takers: dict[str, Callable[[Element, Response], None]] = {
            "choiceInteraction": self._choice,
            "orderInteraction": self._ordering,
            "textEntryInteraction": self._entry,
        }
        if interaction.tag not in takers:
            name = interaction.tag.removesuffix("Interaction")[:40]
            self._skip(*NOT_HERE.get(interaction.tag, (name, f"题库没有 QTI 的 {name} 题型；可以改成选择题或数值题")))
            return
        prompt = interaction.find("prompt")
        asked = f"<div>{inner_html(prompt)}</div>" if prompt is not None else ""
        self.stem = self._text("题干", before + inner_html(body).strip() + asked)
        if len(interaction) > MOST_ANSWERS:
            self.faults.append(too_many())
            self._add(ItemType.SINGLE, (), (), {})
            return
        takers[interaction.tag](interaction, response)

    def _choice(self, interaction: Element, response: Response) -> None:
        single = response.cardinality == "single" if response.cardinality else interaction.get("maxChoices") == "1"
        options = self._options(interaction)
        key = tuple(response.right())
        if single and (truths := _truths(options)):
            self._true_false(interaction, key, truths)
            return
        kind = ItemType.SINGLE if single else ItemType.MULTIPLE
        if response.is_uneven():
            self._note("答案", "partial", "各个选项的分值不等，一律按全对计分")
        self._add(kind, options, self._known(key), self._misconceptions(interaction, key))

    def _true_false(self, interaction: Element, key: tuple[str, ...], truths: dict[str, bool]) -> None:
        said = self._misconceptions(interaction, key)
        names = {id: "true" if truths[id] else "false" for id in truths}
        right = tuple(TRUE if truths[id] else FALSE for id in key if id in truths)
        missed = {names.get(id, id): text for id, text in said.items()}
        self._add(ItemType.TRUE_FALSE, TRUE_FALSE_OPTIONS, self._known(right), missed)

    def _ordering(self, interaction: Element, response: Response) -> None:
        key = self._known(tuple(response.correct))
        self._add(ItemType.ORDERING, self._options(interaction), key, {})

    def _entry(self, interaction: Element, response: Response) -> None:
        if response.base_type not in ("float", "integer"):
            if response.is_uneven():
                self._note("答案", "partial", "口答题只收满分的答案")
            self._add(ItemType.SPOKEN, (), SpokenKey(tuple(response.accepted())), {})
            return
        key: Key = ()
        try:
            key = tolerance_of(self.root, response)
        except ValueError as error:
            self.faults.append(Fault("答案", "bad_number", f"数值题的答案或误差{error}，请改成数"))
        if not key and not self.faults:
            self.faults.append(Fault("答案", "no_key", "没有正确答案（correctResponse），请补上"))
        self._add(ItemType.NUMERIC, (), key, {})

    def _options(self, interaction: Element) -> tuple[Option, ...]:
        return tuple(
            Option(choice.get("identifier", ""), self._text("选项A", inner_html(choice)))
            for choice in interaction.iter("simpleChoice")
        )

    def _known(self, key: tuple[str, ...]) -> tuple[str, ...]:
        if not key:
            self.faults.append(Fault("答案", "no_key", "没有正确答案（correctResponse），请标出正确选项"))
        return key

    def _misconceptions(self, interaction: Element, key: tuple[str, ...]) -> dict[str, str]:
        """What is said to who chooses a wrong option: beside it, or in a feedback that has its name."""
        said = {}
        for choice in interaction.iter("simpleChoice"):
            id = choice.get("identifier", "")
            words = [self._text("误解", inner_html(each)) for each in choice.iter("feedbackInline")]
            words += [
                self._text("误解", _feedback_html(each)) for each in self._feedbacks() if each.get("identifier") == id
            ]
            if id not in key and any(words):
                said[id] = plain("\n".join(word for word in words if word))
        return said

    def _feedbacks(self) -> list[Element]:
        return [each for each in self.root.iter() if each.tag in ("modalFeedback", "feedbackBlock")]

    def _explanation(self, ids: frozenset[str]) -> str:
        """All feedback that is not of one option."""
        parts = [
            self._text("解析", _feedback_html(each)) for each in self._feedbacks() if each.get("identifier") not in ids
        ]
        return explained("", [part for part in dict.fromkeys(parts) if part])

    def _add(self, kind: ItemType, options: tuple[Option, ...], key: Key, missed: dict[str, str]) -> None:
        wrong = frozenset(option.id for option in options)
        draft = ItemDraft(self.id, kind, self.stem, options, key, self._explanation(wrong), misconceptions=missed)
        add_found(self.finds, draft, self.row, self.labels, self.faults)

    def _text(self, column: str, html: str) -> str:
        try:
            read = from_html(html, lambda address: self._picture(column, address))
        except ValueError as error:
            self.faults.append(Fault(column, "too_long", f"{error}，请缩短"))
            return ""
        text_notes(self.finds, self.row, column, self.id, read)
        self.faults += text_faults(column, read)
        return read.text

    def _picture(self, column: str, address: str) -> str | None:
        try:
            return self.resolve(address)
        except RefusedPicture as error:
            self.faults.append(Fault(column, "bad_picture", str(error)))
            return None

    def _note(self, column: str, code: str, reason: str) -> None:
        self.finds.note(self.row, column, self.id, code, reason)

    def _skip(self, code: str, reason: str) -> None:
        self.finds.skip(self.row, self.id, code, reason)


def _feedback_html(element: Element) -> str:
    body = element.find("contentBody")
    return inner_html(body if body is not None else element).strip()


def _truths(options: tuple[Option, ...]) -> dict[str, bool]:
    """Of two options that say right and wrong, which is which; nothing for any others. Options called A and B are
    what an author of the bank has written."""
    said = {option.id: truth(option.text) for option in options}
    if len(options) != 2 or set(said.values()) != {True, False} or set(said) == {"A", "B"}:
        return {}
    return {id: bool(value) for id, value in said.items()}
