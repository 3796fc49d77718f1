"""The covariance of a calibration's estimates: in PARAMS.json itself, or in an NPZ beside it when it is large."""

import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from question_bank.irt_files.problems import Problems
from question_bank.irt_files.writing import written_whole

# From so many items on the matrix would make the JSON unreadable.
MOST_ITEMS_INSIDE = 200


class Covariance(NamedTuple):
    """`order` names the rows of `matrix` (rows, rows): "a:ID", "b:ID", "c:ID" or "t1:ID", ...; `parts` are the kinds
    that occur."""

    order: list[str]
    matrix: NDArray[np.float64]

    @property
    def parts(self) -> list[str]:
        return list(dict.fromkeys(name.split(":", 1)[0] for name in self.order))


def cov_field(covariance: Covariance | None, path: Path, items: int) -> dict[str, Any] | None:
    """What PARAMS.json says under `cov`. Above 200 items this writes the NPZ beside `path`."""
    if covariance is None:
        return None
    field: dict[str, Any] = {"parts": covariance.parts, "order": covariance.order}
    if items <= MOST_ITEMS_INSIDE:
        return {**field, "matrix": covariance.matrix.tolist()}
    beside = path.with_name(f"{path.stem}.npz")
    with written_whole(beside) as file:
        np.savez(file, order=np.array(covariance.order), matrix=covariance.matrix)
    return {**field, "file": beside.name}


def read_covariance(field: Any, path: Path, problems: Problems) -> Covariance | None:
    """The covariance that `cov` holds or points to. Problems go to `problems`."""
    if field is None:
        return None
    if not isinstance(field, dict) or not isinstance(field.get("order"), list):
        problems.add("cov 要有 order，并有 matrix 或 file")
        return None
    order = [str(name) for name in field["order"]]
    try:
        matrix = (
            _from_npz(path, str(field["file"]), order) if "file" in field else np.array(field["matrix"], dtype=float)
        )
    except (KeyError, TypeError, ValueError, OSError, zipfile.BadZipFile):
        problems.add(f"cov 读不出来{'（' + str(field['file']) + '）' if 'file' in field else ''}")
        return None
    if matrix.shape != (len(order), len(order)):
        problems.add(f"cov 的 order 有 {len(order)} 项，matrix 却是 {'×'.join(map(str, matrix.shape))}")
        return None
    return Covariance(order, matrix)


def _from_npz(path: Path, name: str, order: list[str]) -> NDArray[np.float64]:
    if Path(name).name != name:
        raise ValueError("a covariance file lies beside its parameters")
    with np.load(path.with_name(name), allow_pickle=False) as stored:
        if stored["order"].tolist() != order:
            raise ValueError("the covariance is that of other parameters")
        return np.asarray(stored["matrix"], dtype=np.float64)
