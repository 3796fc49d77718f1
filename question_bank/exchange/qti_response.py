"""What an item of QTI takes as right."""

from xml.etree.ElementTree import Element

from question_bank.exchange.numbers import key_of, key_of_range, number
from question_bank.keys import NumericKey


class Response:
    """The declaration of a response: how many values of which type, the right ones, and points for single ones."""

    def __init__(self, root: Element, identifier: str) -> None:
        declared = (each for each in root.iter("responseDeclaration") if each.get("identifier") == identifier)
        element = next(declared, Element("responseDeclaration"))
        self.cardinality = element.get("cardinality", "")
        self.base_type = element.get("baseType", "")
        self.correct = [(value.text or "").strip() for value in element.iterfind("correctResponse/value")]
        entries = [(each.get("mapKey", "").strip(), _points(each)) for each in element.iterfind("mapping/mapEntry")]
        self.worth = [(key, points) for key, points in entries if points > 0]

    def right(self) -> list[str]:
        """The options that are right: those declared so, else those that earn points."""
        return [value for value in self.correct if value] or [key for key, _ in self.worth]

    def accepted(self) -> list[str]:
        """The answers that earn all points, the declared ones first where points say nothing of them."""
        most = max((points for _, points in self.worth), default=0.0)
        full = [key for key, points in self.worth if points >= most]
        return [*(value for value in self.correct if value and value not in full), *full]

    def is_uneven(self) -> bool:
        return len({points for _, points in self.worth}) > 1


def _points(entry: Element) -> float:
    try:
        return float(entry.get("mappedValue", "0"))
    except ValueError:
        return 0.0


def tolerance_of(root: Element, response: Response) -> NumericKey | tuple[()]:
    """The key of a numeric item, as its processing compares answers: equal within a tolerance, or between two bounds.

    Nothing if nothing is right. Raises `ValueError` for what is no number.
    """
    processing = root.find("responseProcessing")
    bounds = _bounds(processing) if processing is not None else []
    if not response.right():
        return key_of_range(*bounds) if len(bounds) == 2 else ()
    value = response.right()[0]
    for equal in processing.iter("equal") if processing is not None else ():
        tolerance = (equal.get("tolerance", "").split() or ["0"])[-1]
        if equal.get("toleranceMode") == "absolute":
            return key_of(value, tolerance)
        if equal.get("toleranceMode") == "relative":
            return key_of(value, str(abs(number(value)) * number(tolerance) / 100))
    if len(bounds) == 2:
        return key_of_range(*bounds)
    return key_of(value)


def _bounds(processing: Element) -> list[str]:
    """The numbers that answers are compared with from above and below."""
    comparisons = [each for each in processing.iter() if each.tag in ("gte", "lte", "gt", "lt")]
    return [(base.text or "").strip() for each in comparisons for base in each.iterfind("baseValue")]
