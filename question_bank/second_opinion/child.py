"""Runs pyirt, and nothing else: `python -m question_bank.second_opinion.child IN.npz OUT.json BUILD_DIR`.

What pyirt does to a process stays in this one: it compiles a C extension when imported, turns numpy's overflows into
errors, puts handlers on the root logger, forks for each phase, and talks on standard error. IN.npz holds `person`,
`item` and `score` (answers,); OUT.json gets the slopes and intercepts by item, and the latent density it ended with.

Exit codes: 0 done, 3 no C compiler, 4 anything else that pyirt fell over.
"""

import contextlib
import io
import json
import logging
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

NO_COMPILER, FAILED = 3, 4
NODES = 41
REACH = 6.0
SLOPES = [0.02, 20.0]
INTERCEPTS = [-30.0, 30.0]
# The largest change of a slope or an intercept at which EM may stop.
SETTLED = 2e-3
ITERATIONS = 150


def main(source: str, target: str, build: str) -> int:
    data = np.load(source)
    answers = list(zip(data["person"].tolist(), data["item"].tolist(), data["score"].tolist(), strict=True))
    noise = io.StringIO()
    try:
        with contextlib.redirect_stdout(noise), contextlib.redirect_stderr(noise):
            found = _estimate(answers, build)
    except Exception as error:
        print(error, file=sys.stderr)
        return NO_COMPILER if _says_no_compiler(error, noise.getvalue()) else FAILED
    Path(target).write_text(json.dumps(found), encoding="utf-8")
    return 0


def _estimate(answers: list[tuple[int, int, int]], build: str) -> dict[str, Any]:
    _compile_in(build)
    from pyirt.dao import localDAO
    from pyirt.solver.model import IRT_MMLE_2PL

    class Model(IRT_MMLE_2PL):  # type: ignore[misc] # pyirt has no types
        """Stops when the parameters do. pyirt watches the answers' mean probability at each person's mean ability,
        which may fall while the likelihood rises, and gives up there, as a rule in its second pass."""

        last: NDArray[np.float64] | None = None
        settled = False

        def _check_stop(self) -> bool:
            now = np.array([[item["alpha"], item["beta"]] for item in self.item_param_dict.values()])
            self.settled = self.last is not None and bool(np.abs(now - self.last).max() < SETTLED)
            self.last = now
            self.num_iter += not self.settled
            return self.settled or self.num_iter > self.max_iter

    logging.disable(logging.CRITICAL)
    log = logging.getLogger("pyirt")
    model = Model(localDAO(answers, log), log, mode="production")
    model.set_options([-REACH, REACH], NODES, SLOPES, INTERCEPTS, ITERATIONS, 0.0)
    model.set_guess_param({})
    model.solve_EM()
    found = model.get_item_param()
    items = sorted(found)
    return {
        "slope": [float(found[item]["alpha"]) for item in items],
        "intercept": [float(found[item]["beta"]) for item in items],
        "nodes": [float(node) for node in model.theta_prior_val],
        "density": [float(weight) for weight in model.theta_density],
        "iterations": int(model.num_iter),
        "settled": model.settled,
    }


def _compile_in(build: str) -> None:
    """pyirt compiles into one folder of the whole machine, where anybody may have put something; ours is our own."""
    import pyximport

    install = pyximport.install
    pyximport.install = lambda **_: install(build_dir=build, build_in_temp=True, language_level=3)


def _says_no_compiler(error: Exception, noise: str) -> bool:
    text = f"{error}\n{noise}".lower()
    return "compil" in text or "python.h" in text or "command 'gcc'" in text or "command 'cc'" in text


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
