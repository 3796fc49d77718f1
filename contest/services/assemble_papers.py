"""Parallel forms from the bank under a blueprint, as a job of the desk."""

from typing import Any

import numpy as np

from contest.clock import utc_now
from contest.database import reading
from contest.services.bench import Bench, WorkRefused
from question_bank.assembly import Assembly, Impossible, NotFound, assemble
from question_bank.assembly.assembling import USUAL_OBJECTIVE
from question_bank.assembly.requirements import vain_values
from question_bank.blueprint import BadBlueprint, Blueprint, read_blueprint
from question_bank.candidates import Candidates, bank_candidates
from question_bank.irt.categories import category_information
from question_bank.irt_files.writing import without_nan

# Abilities at which information is drawn, whatever the objective's own points are.
CURVE = np.linspace(-3.0, 3.0, 25)


def assemble_papers(request: dict[str, Any], bench: Bench) -> dict[str, Any]:
    """`request`: `blueprint` as TOML text and the number of `forms`. The outcome has the forms' item versions, their
    information at the objective's points and along `CURVE`, and how good they are.

    Refuses with `problems` (field, problem) of a blueprint that cannot be read or does not fit the bank, with the
    `rules` that together are impossible, or with `reason` "time".
    """
    try:
        blueprint = read_blueprint(request["blueprint"])
        with reading(bench.engine) as connection:
            candidates = bank_candidates(connection, utc_now())
        bench.tell(None, "assembling")
        assembly = _assembled(blueprint, candidates, int(request["forms"]), bench)
    except BadBlueprint as error:
        raise WorkRefused({"problems": [problem._asdict() for problem in error.problems]}) from error
    except Impossible as error:
        heading, *rules = str(error).splitlines()
        raise WorkRefused({"impossible": heading, "rules": rules}) from error
    except NotFound as error:
        raise WorkRefused({"reason": "time"}) from error
    vain = [{"field": field, "problem": problem} for field, problem in vain_values(blueprint, candidates.pool)]
    return {**_document(assembly, candidates), "warnings": vain}


def _assembled(blueprint: Blueprint, candidates: Candidates, forms: int, bench: Bench) -> Assembly:
    theta = (blueprint.objective or USUAL_OBJECTIVE).theta
    information = category_information(theta, candidates.parameters)
    return assemble(blueprint, candidates.pool, information, forms, lambda: bench.clock.now_ms() / 1000)


def _document(assembly: Assembly, candidates: Candidates) -> dict[str, Any]:
    curves = category_information(CURVE, candidates.parameters)
    forms = [
        {
            "versions": [candidates.versions[place] for place in places],
            "information": [float(value) for value in values],
            "curve": [float(value) for value in curves[:, places].sum(axis=1)],
        }
        for places, values in zip(assembly.forms, assembly.information, strict=True)
    ]
    document = {
        "status": assembly.status,
        "objective": assembly.objective,
        "gap": assembly.gap,
        "theta": list(assembly.theta),
        "curve_theta": [float(theta) for theta in CURVE],
        "forms": forms,
    }
    found: dict[str, Any] = without_nan(document)
    return found
