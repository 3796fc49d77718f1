"""Making a draft of what a format says by itself and what its labels say beside."""

from collections.abc import Iterable
from dataclasses import replace

from question_bank.exchange.answers import parted_feedback
from question_bank.exchange.faults import Fault
from question_bank.exchange.found import Finds, Found
from question_bank.exchange.from_html import FromHtml
from question_bank.exchange.labels import read_labels
from question_bank.items import ItemDraft
from question_bank.keys import NumericKey, SpokenKey


def add_found(finds: Finds, draft: ItemDraft, row: int, labels: Iterable[str], faults: Iterable[Fault] = ()) -> None:
    """Adds a question with what its labels say; the explanation of a spoken item may end with the referee's note."""
    said = read_labels(labels)
    own = draft.misconceptions | said.fields.pop("misconceptions", {})
    draft = replace(draft, misconceptions=own, **said.fields)
    if isinstance(draft.key, tuple) and sorted(said.order) == sorted(draft.key):
        draft = replace(draft, key=tuple(said.order))
    if isinstance(draft.key, NumericKey):
        draft = replace(draft, key=replace(draft.key, unit=said.unit))
    if isinstance(draft.key, SpokenKey):
        parted = (draft.explanation, said.marking) if said.marking is not None else parted_feedback(draft.explanation)
        draft = replace(draft, explanation=parted[0], key=SpokenKey(draft.key.accepted, parted[1]))
    finds.found.append(Found(draft, row, (*faults, *said.faults)))


def text_notes(finds: Finds, row: int, column: str, id: str, text: FromHtml) -> None:
    """Notes of what HTML said and the markup does not."""
    if text.stripped:
        tags = "、".join(f"<{tag}>" for tag in text.stripped[:8])
        finds.note(row, column, id, "stripped", f"去掉了题库没有的格式：{tags}，文字留下了")
    for address in text.lost:
        finds.note(row, column, id, "lost_picture", f"图片“{address}”不在文件里，没有读入，请在题目里补上")
    for name in text.bare:
        finds.note(row, column, id, "no_alt", f"图片“{name}”没有替代文字，请写上图里有什么")


def text_faults(column: str, text: FromHtml) -> tuple[Fault, ...]:
    """What makes a text unfit, so that the item must not enter with it."""
    if not text.mathml:
        return ()
    return (Fault(column, "mathml", r"含有 MathML 公式，读成文字会出错；请改写成 \( \) 之间的 LaTeX 公式"),)
