"""What is committed has to work anywhere: it names no package registry's host and no folder of somebody's machine."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.checkout import ROOT, own_files, text_of

# Written in pieces, so that this file does not hold what it looks for.
HOSTS = re.compile(
    "|".join(
        rf"\b{name}\.{domain}\b"
        for name, domain in [
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "(?:org|com)"),
            ("npmmirror", "com"),
            ("yarnpkg", "com"),
            ("debian", "org"),
            ("tsinghua", r"edu\.cn"),
        ]
    )
)
FOLDERS = re.compile(r"(?<![\w.\-/}])/(?:work|root|home/\w+|Users/\w+)(?=/|[\"'`\s)]|$)" + r"|\.\./" + "shared")
TEMPORARY = re.compile(r"(?<![\w.\-/}])/(?:var/)?" + r"tmp(?=/|[\"'`\s)]|$)")


def findings(pattern: re.Pattern[str], files: list[Path]) -> Iterator[str]:
    for path in files:
        for number, line in enumerate(text_of(path).splitlines(), start=1):
            if match := pattern.search(line):
                yield f"{path.relative_to(ROOT)}:{number}: {match.group()}"


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert list(findings(HOSTS, own_files())) == []


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert list(findings(FOLDERS, own_files())) == []


def test_no_code_outside_the_tests_names_a_temporary_folder() -> None:
    code = [path for path in own_files("*.py", "*.js", "*.c", "*.sh") if "tests" not in path.parts]
    assert list(findings(TEMPORARY, code)) == []


def test_nothing_third_party_is_committed() -> None:
    borrowed = {"node_modules", "vendor", "site-packages", ".venv"}
    assert [path for path in own_files() if borrowed & set(path.relative_to(ROOT).parts)] == []
