"""Names say what a module is about, and an exception from a lint rule says why it is one."""

import re
import tomllib

from tests.house.checkout import ROOT, own_files, text_of

SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "managers", "misc"}
NOQA = re.compile(r"#\s*(?:ruff:\s*)?noqa\b(?P<rest>.*)$")
WITH_REASON = re.compile(r": [A-Z]+\d+(?:, ?[A-Z]+\d+)*\s*(?:-|#)\s*\w.{5,}")


def test_no_module_has_a_name_that_says_nothing() -> None:
    modules = own_files("contest/**/*.py", "question_bank/**/*.py", "contest/*.py", "question_bank/*.py")
    nameless = [path for path in modules if SAYS_NOTHING & {path.stem, *path.relative_to(ROOT).parent.parts}]
    assert nameless == []


def test_every_silenced_line_says_which_rule_and_why() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in own_files("*.py")
        if path.name != "test_names_and_exceptions.py"
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if (match := NOQA.search(line)) and not WITH_REASON.match(match["rest"])
    ]
    assert silent == []


def test_every_exception_in_the_linters_settings_says_why() -> None:
    settings = (ROOT / "pyproject.toml").read_text("utf-8")
    lint = tomllib.loads(settings)["tool"]["ruff"]["lint"]
    exceptions = [*lint["ignore"], *lint["per-file-ignores"]]
    commented = [line for line in settings.splitlines() if re.match(r'\s*"[^"]+"(?: = \[.*\])?,? # \w', line)]
    assert [name for name in exceptions if not any(f'"{name}"' in line for line in commented)] == []
