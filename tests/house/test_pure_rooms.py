"""The estimators know numbers only. (What the other pure rooms may not import, import-linter guards.)"""

import ast
from pathlib import Path

import pytest

from tests.house.checkout import ROOT, own_files

ARITHMETIC = {"numpy", "scipy", "question_bank.irt"}
LANGUAGE = {
    "__future__", "abc", "collections", "concurrent", "contextlib", "dataclasses", "enum", "functools", "itertools",
    "math", "typing",
}  # fmt: skip
# The one place that speaks to the library under numpy.
EXTRA = {"blas.py": {"ctypes"}}


def imports_of(path: Path) -> set[str]:
    """Full names of the modules that a file imports; names within the bank keep two levels."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or ".")
    return {".".join(name.split(".")[:2]) if name.startswith("question_bank") else name.split(".")[0] for name in names}


@pytest.mark.parametrize(
    "path", own_files("question_bank/irt/*.py", "question_bank/irt/**/*.py"), ids=lambda path: str(path.name)
)
def test_an_estimator_imports_numpy_scipy_and_the_language_only(path: Path) -> None:
    assert imports_of(path) - ARITHMETIC - LANGUAGE - EXTRA.get(path.name, set()) == set(), path.relative_to(ROOT)
