"""PARAMS.json of another calibration, as what `take_over` stores."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from contest.services.bank_items import BankItem, bank_items
from question_bank.irt.parameters import ItemParameters
from question_bank.irt_files.parameter_file import ParameterFile, is_number, read_parameters
from question_bank.irt_files.problems import Problems
from question_bank.models import Item

Json = dict[str, Any]


def parameters_from_file(connection: Connection, path: Path) -> Json:
    """The file's items beside the bank's parameters. An item is named by its id, for its current version, or by the
    version itself.

    Raises `BadFile` for a file that cannot be read, a model with part marks, and items that the bank does not have.
    """
    file = read_parameters(path)
    problems = Problems(str(path))
    if not isinstance(file.parameters, ItemParameters):
        problems.stop("题库里的题只有对错，不能用分步给分的模型")
    known = {item.version: item for item in bank_items(connection)}
    current = {row.id: row.current_version for row in connection.execute(select(Item.id, Item.current_version))}
    versions = [current.get(name, name) for name in file.ids]
    for name, version in zip(file.ids, versions, strict=True):
        if version not in known:
            problems.add(f"题库里没有题目“{name}”，或者它没有参数")
    if len(set(versions)) < len(versions):
        problems.add("有一道题用编号和版本各写了一次")
    problems.refuse()
    entries = [_entry(file, place, known[version]) for place, version in enumerate(versions)]
    people: Any = file.raw.get("n_persons")
    return {
        "model": file.model,
        "people": int(people) if is_number(people) else max((entry["new"]["n"] for entry in entries), default=0),
        "scale": "file",
        "items": entries,
    }


def _entry(file: ParameterFile, place: int, item: BankItem) -> Json:
    told = file.raw["items"][place]
    assert isinstance(file.parameters, ItemParameters)
    new = {
        **{name: float(getattr(file.parameters, name)[place]) for name in "abc"},
        **{name: float(told[name]) if is_number(told.get(name)) else None for name in ("se_a", "se_b", "se_c")},
        "n": int(told["n"]) if is_number(told.get("n")) else 0,
    }
    former = {"a": item.a, "b": item.b, "c": item.c, "se_b": item.se_b, "n": item.n, "status": item.parameters}
    return {"version": item.version, "item": item.item, "current": item.current, "former": former, "new": new}
