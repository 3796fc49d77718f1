"""PARAMS.json: item parameters, the population they were found in, and how sure one is of them."""

import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from question_bank.irt.parameters import Parameters, categories, item_parameters, step_parameters
from question_bank.irt_files.covariance_file import Covariance, read_covariance
from question_bank.irt_files.problems import Problems, unreadable

RIGHT_WRONG = ("1pl", "2pl", "3pl")
PART_MARKS = ("grm", "gpcm", "pcm")
MODELS = (*RIGHT_WRONG, *PART_MARKS)
FIELDS = {
    "id", "model", "a", "b", "c", "se_a", "se_b", "se_c", "n", "categories", "thresholds", "se_thresholds", "flags",
    "scores",
}  # fmt: skip


class GroupPopulation(NamedTuple):
    """One group's latent normal distribution; standard errors and `n` are None where the file has none."""

    group: str
    mean: float
    sd: float
    se_mean: float | None = None
    se_sd: float | None = None
    n: float | None = None


class ParameterFile(NamedTuple):
    """A file of item parameters.

    `parameters` are those of `ids`, in order; `scores` lists for each item the original scores that its categories 0,
    1, ... stand for. `population` is empty where the file has none. `attributes` holds for each item what else the
    file says of it. `raw` is the document as it was read, `source` the file's name.
    """

    source: str
    model: str
    ids: list[str]
    parameters: Parameters
    scores: list[list[int]]
    population: list[GroupPopulation]
    attributes: list[dict[str, Any]]
    covariance: Covariance | None
    link: dict[str, Any] | None
    raw: dict[str, Any]


class Prior(NamedTuple):
    mean: float
    sd: float


def prior_of(file: ParameterFile) -> Prior:
    """The distribution that people come from unless one knows better: that of the first group, else N(0, 1)."""
    return Prior(file.population[0].mean, file.population[0].sd) if file.population else Prior(0.0, 1.0)


def read_parameters(path: Path) -> ParameterFile:
    """Reads PARAMS.json, or a file with less: id, a and b are enough, and a bare list of items will do.

    Raises `BadFile` naming item and field: for ids given twice, numbers that are missing or not finite, slopes of
    zero, unknown models.
    """
    problems = Problems(str(path))
    raw = _document(path, problems)
    items = _items(raw, problems)
    reader = _Items(items, problems)
    model = _model(raw, items, problems)
    ids = reader.ids()
    parameters = _parameters(reader, model, problems)
    scores = [reader.scores(place, int(count)) for place, count in enumerate(categories(parameters))]
    population = _population(raw.get("population"), problems)
    covariance = read_covariance(raw.get("cov"), path, problems)
    problems.refuse()
    attributes = [{name: value for name, value in item.items() if name not in FIELDS} for item in items]
    link = raw.get("link")
    return ParameterFile(str(path), model, ids, parameters, scores, population, attributes, covariance, link, raw)


def _document(path: Path, problems: Problems) -> dict[str, Any]:
    try:
        raw = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise unreadable(str(path), error) from error
    except UnicodeDecodeError:
        problems.stop("编码不是 UTF-8")
    except json.JSONDecodeError as error:
        problems.stop(f"不是 JSON（{error.msg}）" if path.stat().st_size else "文件是空的", error.lineno)
    if isinstance(raw, list):
        return {"items": raw}
    if not isinstance(raw, dict):
        problems.stop("要是一个 JSON 对象，含有 items")
    return raw


def _items(raw: dict[str, Any], problems: Problems) -> list[dict[str, Any]]:
    items = raw.get("items")
    if not isinstance(items, list) or not items:
        problems.stop("没有题目（items）")
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            problems.add(f"第 {number} 题要是一个 JSON 对象")
    problems.refuse()
    return items


def _model(raw: dict[str, Any], items: list[dict[str, Any]], problems: Problems) -> str:
    """The file's model; where it names none, the items' own, and where these name none, what their fields amount to."""
    named = list(dict.fromkeys(str(item["model"]).lower() for item in items if item.get("model") is not None))
    for name in [*named, *([str(raw["model"]).lower()] if raw.get("model") is not None else [])]:
        if name not in MODELS:
            problems.add(f"不认识的模型“{name}”；可用 {'、'.join(MODELS)}")
    problems.refuse()
    if len({"pcm" if name == "gpcm" else name for name in named if name in PART_MARKS}) > 1:
        problems.stop("grm 和 gpcm 的题目不能放在一个文件里")
    part_marks = next((name for name in ("grm", "gpcm", "pcm") if name in named), None)
    if raw.get("model") is not None and (str(raw["model"]).lower() in PART_MARKS or part_marks is None):
        return str(raw["model"]).lower()
    if part_marks is not None:
        return part_marks
    if any(item.get("thresholds") for item in items):
        problems.stop("题目有 thresholds，却没有说模型（model）是 grm、gpcm 还是 pcm")
    return "3pl" if any(item.get("c") for item in items) else "2pl"


def _parameters(reader: "_Items", model: str, problems: Problems) -> Parameters:
    places = range(len(reader.items))
    # Without priors a reversed key gets a negative slope, and people are to be scored by it all the same.
    a = [reader.slope(place, falling=model != "grm") for place in places]
    if model in RIGHT_WRONG:
        b = [reader.number(place, "b") for place in places]
        c = [reader.number(place, "c", default=0.0, least=0.0, below=1.0) for place in places]
        problems.refuse()
        return item_parameters(a, b, c)
    steps = [reader.thresholds(place, rising=model == "grm") for place in places]
    problems.refuse()
    longest = max(map(len, steps))
    return step_parameters(
        a, [row + [math.nan] * (longest - len(row)) for row in steps], "grm" if model == "grm" else "gpcm"
    )


class _Items:
    """The items' fields, checked; a number that is refused is read as NaN."""

    def __init__(self, items: list[dict[str, Any]], problems: Problems) -> None:
        self.items, self.problems = items, problems

    def ids(self) -> list[str]:
        found: list[str] = []
        seen: set[str] = set()
        for number, item in enumerate(self.items, start=1):
            name = str(item["id"]) if item.get("id") not in (None, "") else ""
            if not name:
                self.problems.add(f"第 {number} 题没有 id")
            elif name in seen:
                self.problems.add(f"题目“{name}”的 id 重复")
            seen.add(name)
            found.append(name)
        return found

    def wrong(self, place: int, field: str, text: str) -> float:
        name = self.items[place].get("id")
        self.problems.add(f"题目“{name}”的 {field} {text}" if name else f"第 {place + 1} 题的 {field} {text}")
        return math.nan

    def number(
        self,
        place: int,
        field: str,
        *,
        default: float | None = None,
        least: float = -math.inf,
        below: float = math.inf,
    ) -> float:
        value = self.items[place].get(field)
        if value is None:
            return default if default is not None else self.wrong(place, field, "没有给出")
        if not is_number(value):
            return self.wrong(place, field, f"不是有限的数（{value}）")
        if not least <= value < below:
            return self.wrong(place, field, f"要不小于 {least:g} 而小于 {below:g}，不能是 {value:g}")
        return float(value)

    def slope(self, place: int, falling: bool) -> float:
        """`falling` says whether a curve may fall."""
        value = self.number(place, "a")
        if value == 0 or (value < 0 and not falling):
            return self.wrong(place, "a", f"{'不能是' if falling else '要大于 0，不能是'} {value:g}")
        return value

    def thresholds(self, place: int, rising: bool) -> list[float]:
        """An item with b alone has two categories."""
        steps = self.items[place].get("thresholds")
        if steps is None:
            return [self.number(place, "b")]
        if not isinstance(steps, list) or not steps or not all(map(is_number, steps)):
            return [self.wrong(place, "thresholds", f"要是一列有限的数，不能是 {steps}")]
        if rising and any(low >= high for low, high in pairwise(steps)):
            return [self.wrong(place, "thresholds", f"要从小到大，不能是 {steps}")]
        return [float(step) for step in steps]

    def scores(self, place: int, categories: int) -> list[int]:
        scores = self.items[place].get("scores")
        if scores is None:
            return list(range(categories))
        whole = isinstance(scores, list) and all(
            isinstance(each, int) and not isinstance(each, bool) for each in scores
        )
        if not whole or len(scores) != categories or sorted(set(scores)) != scores:
            self.wrong(place, "scores", f"要是从小到大的 {categories} 个整数，不能是 {scores}")
            return list(range(categories))
        return list(scores)


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _population(field: Any, problems: Problems) -> list[GroupPopulation]:
    groups = [] if field is None else field
    if not isinstance(groups, list) or not all(isinstance(group, dict) for group in groups):
        problems.add("population 要是一列 JSON 对象")
        return []
    for number, group in enumerate(groups, start=1):
        if not is_number(group.get("mean")) or not is_number(group.get("sd")) or group["sd"] <= 0:
            problems.add(f"population 的第 {number} 组要有 mean，和大于 0 的 sd")
    problems.refuse()
    return [
        GroupPopulation(
            str(group.get("group", "")),
            float(group["mean"]),
            float(group["sd"]),
            *(float(group[name]) if is_number(group.get(name)) else None for name in ("se_mean", "se_sd", "n")),
        )
        for group in groups
    ]
