"""Formulas of Word (OMML) as LaTeX, those of school books; what is rarer is told of."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DEEPEST = 30
_ESCAPED = {**{sign: "\\" + sign for sign in "{}%#&$_"}, "\\": r"\backslash ", "^": r"\hat{}", "~": r"\sim ", "−": "-"}
_LARGE = {"∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∬": r"\iint", "∭": r"\iiint", "∮": r"\oint", "⋃": r"\bigcup"}
_ACCENTS = {
    "̂": r"\hat", "̃": r"\tilde", "̅": r"\bar", "̄": r"\bar", "⃗": r"\vec", "̇": r"\dot", "̈": r"\ddot", "ˉ": r"\bar",
}  # fmt: skip
_NEW_ROW = r" \\ "
_FUNCTIONS = frozenset({"sin", "cos", "tan", "cot", "sec", "csc", "ln", "lg", "log", "exp", "lim", "max", "min"})
_OPEN = {"{": r"\{", "⌈": r"\lceil ", "⌊": r"\lfloor ", "〈": r"\langle ", "⟨": r"\langle ", "": "."}
_CLOSE = {"}": r"\}", "⌉": r"\rceil ", "⌋": r"\rfloor ", "〉": r"\rangle ", "⟩": r"\rangle ", "": "."}


class RareFormula(ValueError):
    """A formula that cannot be said here."""


def latex_of(formula: Element) -> str:
    """LaTeX of an `m:oMath`. Raises `RareFormula`."""
    return _all(formula, 0).strip()


def plain_scripts(formula: Element) -> list[tuple[str, str]] | None:
    """The pieces of a formula of words and powers alone, each with its level (`""`, `sup`, `sub`), such as 10⁵ or H₂O;
    `None` for any other."""
    pieces: list[tuple[str, str]] = []
    for part in formula:
        name = _name(part)
        if name == "r":
            pieces.append((_words(part), ""))
        elif name in ("sSup", "sSub"):
            raised = "sup" if name == "sSup" else "sub"
            inner = [plain_scripts(_child(part, "e")), plain_scripts(_child(part, raised))]
            flat = ["".join(text for text, level in piece) for piece in inner if piece and not any(p[1] for p in piece)]
            if len(flat) < 2:
                return None
            pieces += [(flat[0], ""), (flat[1], raised)]
        elif not name.endswith("Pr"):
            return None
    return pieces


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _child(element: Element, name: str) -> Element:
    found = element.find(MATH + name)
    return found if found is not None else Element(name)


def _value(element: Element, properties: str, name: str, default: str) -> str:
    found = element.find(f"{MATH}{properties}/{MATH}{name}")
    return found.get(MATH + "val", default) if found is not None else default


def _all(element: Element, depth: int) -> str:
    if depth > DEEPEST:
        raise RareFormula("公式的层次太深")
    return "".join(_one(child, depth + 1) for child in element)


def _one(element: Element, depth: int) -> str:
    name = _name(element)
    if name.endswith("Pr"):
        return ""
    if name == "r":
        return "".join(_ESCAPED.get(sign, sign) for sign in _words(element))
    if name in ("e", "oMath", "box", "num", "den", "sup", "sub", "fName", "lim", "deg"):
        return _all(element, depth)
    maker = _MAKERS.get(name)
    if maker is None:
        raise RareFormula(f"公式里有还不认识的结构（{name}）")
    return maker(element, lambda child: _all(_child(element, child), depth))


def _words(run: Element) -> str:
    return "".join(text.text or "" for text in run.iter(MATH + "t"))


Said = Callable[[str], str]


def _fraction(element: Element, said: Said) -> str:
    if _value(element, "fPr", "type", "bar") == "lin":
        return f"{said('num')}/{said('den')}"
    return rf"\frac{{{said('num')}}}{{{said('den')}}}"


def _root(element: Element, said: Said) -> str:
    degree = said("deg").strip()
    return rf"\sqrt[{degree}]{{{said('e')}}}" if degree else rf"\sqrt{{{said('e')}}}"


def _delimited(element: Element, said: Said) -> str:
    opens, closes = _value(element, "dPr", "begChr", "("), _value(element, "dPr", "endChr", ")")
    between = _value(element, "dPr", "sepChr", "|")
    inner = between.join(_all(each, 1) for each in element.iterfind(MATH + "e"))
    return rf"\left{_OPEN.get(opens, opens)}{inner}\right{_CLOSE.get(closes, closes)}"


def _large(element: Element, said: Said) -> str:
    sign = _value(element, "naryPr", "chr", "∫")
    low, high = said("sub").strip(), said("sup").strip()
    limits = (f"_{{{low}}}" if low else "") + (f"^{{{high}}}" if high else "")
    return f"{_LARGE.get(sign, sign)}{limits} {said('e')}"


def _function(element: Element, said: Said) -> str:
    name = said("fName").strip()
    return rf"\{name} {said('e')}" if name in _FUNCTIONS else f"{name} {said('e')}"


def _accent(element: Element, said: Said) -> str:
    sign = _value(element, "accPr", "chr", "̂")
    if sign not in _ACCENTS:
        raise RareFormula(f"公式里有还不认识的记号（{sign}）")
    return f"{_ACCENTS[sign]}{{{said('e')}}}"


def _bar(element: Element, said: Said) -> str:
    over = _value(element, "barPr", "pos", "bot") == "top"
    return rf"\{'over' if over else 'under'}line{{{said('e')}}}"


def _rows(element: Element) -> str:
    rows = [" & ".join(_all(cell, 1) for cell in row.iterfind(MATH + "e")) for row in element.iterfind(MATH + "mr")]
    return rf"\begin{{matrix}}{_NEW_ROW.join(rows)}\end{{matrix}}"


def _equations(element: Element, said: Said) -> str:
    rows = [_all(each, 1) for each in element.iterfind(MATH + "e")]
    return rf"\begin{{aligned}}{_NEW_ROW.join(rows)}\end{{aligned}}"


def _grouped(base: str) -> str:
    return base if base.isalnum() else f"{{{base}}}"


_MAKERS: dict[str, Callable[[Element, Said], str]] = {
    "f": _fraction,
    "sSup": lambda element, said: f"{_grouped(said('e'))}^{{{said('sup')}}}",
    "sSub": lambda element, said: f"{_grouped(said('e'))}_{{{said('sub')}}}",
    "sSubSup": lambda element, said: f"{_grouped(said('e'))}_{{{said('sub')}}}^{{{said('sup')}}}",
    "sPre": lambda element, said: f"{{}}_{{{said('sub')}}}^{{{said('sup')}}}{{{said('e')}}}",
    "rad": _root,
    "d": _delimited,
    "nary": _large,
    "func": _function,
    "acc": _accent,
    "bar": _bar,
    "limLow": lambda element, said: f"{said('e')}_{{{said('lim')}}}",
    "limUpp": lambda element, said: f"{said('e')}^{{{said('lim')}}}",
    "m": lambda element, said: _rows(element),
    "eqArr": _equations,
}
