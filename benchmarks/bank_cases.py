"""What the bank's figures are measured on: made-up items, a data folder, a pool for papers. Each case says its seconds,
and what else there is to say, as `Measured`."""

import dataclasses
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from contest.assessment.levels import CUTS
from contest.assessment.scale import reference_scale
from question_bank.assembly import assemble
from question_bank.assembly.pool import Pool
from question_bank.blueprint import read_blueprint
from question_bank.exchange.formats import WRITERS
from question_bank.irt.categories import category_information
from question_bank.irt.parameters import ItemParameters
from question_bank.items import ItemDraft
from question_bank.shipped_bank import shipped_items
from question_bank.taxonomy import DIMENSION_WEIGHTS

ROOT = Path(__file__).resolve().parent.parent
IMPORTED = 10_000
POOL, FORMS = 2_000, 20
TYPES = ("true_false", "single", "single", "multiple")


class Measured(NamedTuple):
    """`spread` is the largest distance between two forms' information at a cut score, as a share of their mean."""

    seconds: float
    megabytes: float | None = None
    spread: float | None = None


def import_workbook() -> Measured:
    """`wenqu bank import` of a workbook of 10,000 new items beside the shipped ones, in a process of its own: from the
    start of the program to its end, with the most memory that it ever held."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "items.xlsx"
        book.write_bytes(WRITERS["xlsx"](new_items(IMPORTED), {}).content)
        data = str(Path(folder) / "data")
        _wenqu("--data", data, "bank", "stats")
        began = time.perf_counter()
        told, megabytes = _wenqu("--data", data, "bank", "import", str(book), "--json")
        seconds = time.perf_counter() - began
        assert told["new"] == IMPORTED and told["refused"] == [], told["refused"][:3]
    return Measured(seconds, megabytes)


def new_items(count: int) -> list[ItemDraft]:
    """Shipped items with stems of their own, put together of pieces of three others."""
    chance, shipped = random.Random(1), shipped_items()
    stems = [item.stem[:25] for item in shipped]
    return [
        dataclasses.replace(
            shipped[number % len(shipped)], id=f"n-{number:05}", stem=f"{''.join(chance.sample(stems, 3))}（{number}）"
        )
        for number in range(count)
    ]


def _wenqu(*arguments: str) -> tuple[dict[str, Any], float]:
    """What a command printed as JSON, and the most memory that its process held, in MB."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
        command = [sys.executable, "-m", "contest.cli", *arguments]
        child = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=complaints)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        complaints.seek(0)
        assert child.returncode == 0, complaints.read().decode()
        printed = out.read()
    found: dict[str, Any] = json.loads(printed) if printed.startswith(b"{") else {}
    return found, used.ru_maxrss / 1024


def parallel_forms() -> Measured:
    """20 forms of 50 from 2,000 items under the blueprint that the documents show, aimed at the survey's cut scores."""
    parameters, pool = _pool()
    theta = cut_scores(parameters, [str(each["dimension"]) for each in pool.attributes])
    text = (ROOT / "docs" / "examples" / "blueprint-50.toml").read_text("utf-8")
    blueprint = read_blueprint(
        text.replace("theta = [-1.0, 0.0, 1.0]", f"theta = {[round(each, 3) for each in theta]}")
    )
    assert blueprint.objective is not None and len(blueprint.objective.theta) == len(CUTS)
    information = category_information(blueprint.objective.theta, parameters)
    began = time.perf_counter()
    made = assemble(blueprint, pool, information, FORMS, time.perf_counter)
    seconds = time.perf_counter() - began
    assert len(made.forms) == FORMS and len({item for form in made.forms for item in form}) == FORMS * blueprint.length
    apart = (made.information.max(axis=0) - made.information.min(axis=0)) / made.information.mean(axis=0)
    return Measured(seconds, spread=float(apart.max()))


def _pool() -> tuple[ItemParameters, Pool]:
    chance = np.random.default_rng(3)
    kinds = chance.choice(len(TYPES), POOL)
    guessing = np.array([0.5, 0.25, 0.25, 0.0])[kinds]
    parameters = ItemParameters(chance.lognormal(0.0, 0.3, POOL), chance.normal(0.0, 1.0, POOL), guessing)
    names, weights = list(DIMENSION_WEIGHTS), list(DIMENSION_WEIGHTS.values())
    dimensions = chance.choice(len(names), POOL, p=weights)
    healthy = chance.random(POOL) < 0.2
    attributes = tuple(
        {
            "type": TYPES[kinds[place]],
            "benchmark": place % 26 + 1,
            "dimension": names[dimensions[place]].value,
            "topic": ["health"] if healthy[place] else ["ecology_water"],
        }
        for place in range(POOL)
    )
    return parameters, Pool(tuple(f"p{place:04}" for place in range(POOL)), attributes)


def cut_scores(parameters: ItemParameters, dimensions: list[str]) -> list[float]:
    """The abilities at which the survey's levels begin."""
    return [float(theta) for theta in reference_scale(parameters, dimensions).theta_of(list(CUTS))]
