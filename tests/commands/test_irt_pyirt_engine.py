"""`wenqu irt calibrate --engine pyirt`: both log-likelihoods, and a clear no."""

import json
from pathlib import Path

import pytest

from contest.cli import main
from tests.irt import lsat6


def lsat6_file(folder: Path) -> Path:
    path = folder / "lsat6.csv"
    rows = [",".join([*pattern, str(count)]) for pattern, count in lsat6.FREQUENCIES.items()]
    path.write_text("\n".join(["i1,i2,i3,i4,i5,freq", *rows]) + "\n", "utf-8")
    return path


@pytest.mark.long
def test_both_log_likelihoods_are_reported(tmp_path: Path) -> None:
    out = tmp_path / "params.json"
    arguments = ["irt", "calibrate", str(lsat6_file(tmp_path)), "--model", "2pl", "--engine", "pyirt"]
    assert main(["--data", str(tmp_path / "data"), *arguments, "--out", str(out)]) == 0
    document = json.loads(out.read_text("utf-8"))
    assert document["engine"] == "pyirt" and document["priors"] == "none" and document["n_persons"] == 1000
    assert document["native_log_likelihood"] == pytest.approx(lsat6.LOG_LIKELIHOOD, abs=1e-4)
    assert 0 < document["native_log_likelihood"] - document["log_likelihood"] < 0.05
    assert document["cov"] is None and document["items"][0]["se_a"] is None


def test_a_missing_compiler_is_one_clear_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    arguments = ["irt", "calibrate", str(lsat6_file(tmp_path)), "--model", "2pl", "--engine", "pyirt"]
    assert main(["--data", str(tmp_path / "data"), *arguments, "--out", str(tmp_path / "params.json")]) == 1
    problems = capsys.readouterr().err.strip().splitlines()
    assert len(problems) == 1 and "C 编译器" in problems[0]
    assert not (tmp_path / "params.json").exists()


@pytest.mark.parametrize("more", [["--model", "3pl"], ["--model", "2pl", "--nodes", "21"]])
def test_what_it_cannot_do_is_wrong_usage(tmp_path: Path, more: list[str]) -> None:
    arguments = ["irt", "calibrate", str(lsat6_file(tmp_path)), "--engine", "pyirt", "--out", str(tmp_path / "p.json")]
    with pytest.raises(SystemExit) as wrong:
        main(["--data", str(tmp_path / "data"), *arguments, *more])
    assert wrong.value.code == 2
