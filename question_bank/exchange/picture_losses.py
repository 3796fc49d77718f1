"""Pictures that a table does not carry."""

from collections.abc import Container, Iterable, Iterator

from question_bank.exchange.reading import Loss
from question_bank.items import ItemDraft
from question_bank.markup import picture_names


def picture_losses(items: Iterable[ItemDraft], carried: Container[str] = ()) -> Iterator[Loss]:
    """One loss for each picture of each field that the file does not carry. The text keeps the picture's name, so that
    it is found again in a bank that has it."""
    for item in items:
        texts = {"题干": item.stem, "选项": "\n".join(option.text for option in item.options)}
        for field, text in {**texts, "解析": item.explanation}.items():
            if "](media:" in text:
                for name in picture_names(text):
                    if name not in carried:
                        yield Loss(item.id, field, f"图片 {name} 没有写进去，只写了它的名字和说明")
