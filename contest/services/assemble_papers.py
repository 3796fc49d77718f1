"""Parallel forms from the bank under a blueprint, as a job of the desk, kept as a set of forms."""

from typing import Any

import numpy as np

from contest.clock import utc_now
from contest.database import reading, writing
from contest.services.bench import Bench, WorkRefused
from contest.services.form_figures import CURVE, figures
from contest.services.form_sets import NewFormSet, add_form_set
from question_bank.assembly import Assembly, Impossible, NotFound, Pool, assemble
from question_bank.assembly.assembling import USUAL_OBJECTIVE
from question_bank.assembly.impossible import ORDER
from question_bank.assembly.requirements import Requirement, vain_values
from question_bank.blueprint import BadBlueprint, Blueprint, read_blueprint
from question_bank.candidates import Candidates, bank_candidates, bank_enemies, with_enemies
from question_bank.irt.categories import category_information
from question_bank.irt_files.writing import without_nan


def assemble_papers(request: dict[str, Any], bench: Bench) -> dict[str, Any]:
    """`request`: `blueprint` as TOML text and the number of `forms`; `name`, `blueprint_id` and `account` say what the
    set is kept as. Only sound items are chosen, and the bank's enemies are kept apart.

    The outcome is the document of a set of forms (`contest.services.form_sets`) and its id as `form_set`; the set is
    stored as one transaction at the end. Refuses with `problems` (field, problem) of a blueprint that cannot be read or
    does not fit the bank, with the `rules` that together are `impossible`, or with `reason` "time".
    """
    try:
        blueprint = read_blueprint(request["blueprint"])
        with reading(bench.engine) as connection:
            candidates = bank_candidates(connection, utc_now())
            complete = with_enemies(blueprint, bank_enemies(connection))
        bench.tell(None, "assembling")
        assembly = _assembled(complete, candidates, int(request["forms"]), bench)
    except BadBlueprint as error:
        raise WorkRefused({"problems": [problem._asdict() for problem in error.problems]}) from error
    except Impossible as error:
        raise WorkRefused(_impossible(error, candidates.pool)) from error
    except NotFound as error:
        raise WorkRefused({"reason": "time"}) from error
    vain = [{"field": field, "problem": problem} for field, problem in vain_values(blueprint, candidates.pool)]
    document = {**_document(assembly, candidates), "warnings": vain, "blueprint": request["blueprint"]}
    new = NewFormSet(request.get("name", ""), request.get("blueprint_id"), request.get("account"), document)
    with writing(bench.engine) as connection:
        return {**document, "form_set": add_form_set(connection, new, utc_now())}


def _impossible(error: Impossible, pool: Pool) -> dict[str, Any]:
    """In words, and rule by rule for a page that has words of its own."""
    heading, *rules = str(error).splitlines()
    conflict = error.conflict
    parts = sorted(conflict.requirements, key=lambda each: (ORDER.index(each.rule.kind), each.rule.number))
    return {
        "impossible": heading,
        "rules": rules,
        "parts": [_part(each, pool) for each in parts],
        "with_max_use": conflict.with_limit,
        "minimal": conflict.minimal,
    }


def _part(part: Requirement, pool: Pool) -> dict[str, Any]:
    """One rule, or what it says of one value: how many items of it the bank holds, and the bound that cannot be kept.
    `items` names those of an enemies' rule."""
    rule = part.rule
    bound = part.lower if rule.side in ("min", "") else part.upper
    mine = np.flatnonzero(part.weights > 0)
    return {
        "kind": rule.kind,
        "number": rule.number,
        "side": rule.side,
        "value": part.value,
        "bound": bound,
        "held": len(mine),
        "items": [pool.ids[place] for place in mine] if rule.kind == "enemies" else [],
    }


def _assembled(blueprint: Blueprint, candidates: Candidates, forms: int, bench: Bench) -> Assembly:
    theta = (blueprint.objective or USUAL_OBJECTIVE).theta
    information = category_information(theta, candidates.parameters)
    return assemble(blueprint, candidates.pool, information, forms, lambda: bench.clock.now_ms() / 1000)


def _document(assembly: Assembly, candidates: Candidates) -> dict[str, Any]:
    document = {
        "status": assembly.status,
        "objective": assembly.objective,
        "gap": assembly.gap,
        "theta": list(assembly.theta),
        "curve_theta": [float(theta) for theta in CURVE],
        "provisional": len(
            {candidates.pool.ids[place] for form in assembly.forms for place in form} & candidates.provisional
        ),
        "forms": [figures(candidates, places, assembly.theta) for places in assembly.forms],
    }
    found: dict[str, Any] = without_nan(document)
    return found
