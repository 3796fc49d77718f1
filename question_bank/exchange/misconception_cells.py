"""The mistake behind each wrong choice in one cell, a line each: “A：把质量当成重量”."""

import re
from collections.abc import Mapping

from question_bank.exchange.word_lists import BACKSLASH

OPENS, CLOSES = "⟦", "⟧"
_BEGINS = re.compile(r"\s*([A-Z]|正确|错误|⟦(?:[^\\⟧]|\\.)*⟧)\s*[：:]")


def misconceptions_cell(misconceptions: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """`labels` names the options by their ids; what is not among them is named by its id in double brackets."""
    return "\n".join(f"{labels.get(name) or _id(name)}：{_protected(text)}" for name, text in misconceptions.items())


def misconceptions_of_cell(cell: str, names: Mapping[str, str]) -> dict[str, str]:
    """The misconceptions by option id. `names`: ids by labels. A line that begins with no label goes on with the one
    before it."""
    found: list[tuple[str, list[str]]] = []
    for line in cell.split("\n"):
        begins = _BEGINS.match(line)
        if begins:
            found.append((_name(begins[1], names), [_bare(line[begins.end() :].lstrip())]))
        elif found:
            found[-1][1].append(_bare(line))
        elif line.strip():
            found.append(("", [_bare(line)]))
    return {name: "\n".join(lines) for name, lines in found}


def _protected(text: str) -> str:
    """A backslash before a line that would be read as something else: as a label, a backslash or a blank."""
    lines = text.split("\n")
    first = BACKSLASH + lines[0] if lines[0][:1].isspace() or lines[0][:1] == BACKSLASH else lines[0]
    rest = [BACKSLASH + line if _BEGINS.match(line) or line[:1] in (BACKSLASH, OPENS) else line for line in lines[1:]]
    return "\n".join([first, *rest])


def _bare(line: str) -> str:
    return line.removeprefix(BACKSLASH)


def _id(name: str) -> str:
    protected = (
        name.replace(BACKSLASH, BACKSLASH * 2).replace(CLOSES, BACKSLASH + CLOSES).replace("\n", BACKSLASH + "n")
    )
    return OPENS + protected + CLOSES


def _name(label: str, names: Mapping[str, str]) -> str:
    if label.startswith(OPENS):
        return re.sub(r"\\(.)", lambda escaped: "\n" if escaped[1] == "n" else escaped[1], label[1:-1])
    return names.get(label, label)
