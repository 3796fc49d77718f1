"""The second opinion: on our scale, close to the maximum, and a clear no where it cannot be had."""

from pathlib import Path

import numpy as np
import pytest

from question_bank.second_opinion.adapter import NoSecondOpinion, rescaled, second_opinion
from tests.irt import lsat6


def test_a_latent_density_of_another_mean_and_spread_is_taken_back_to_standard() -> None:
    """Item and people move together: theta' = (theta - 1) / 2 leaves every probability as it was."""
    nodes = np.linspace(-11, 13, 97)
    density = np.exp(-0.5 * ((nodes - 1.0) / 2.0) ** 2)
    found = rescaled(np.array([0.5, 1.0]), np.array([0.2, -1.0]), nodes, density / density.sum())
    for theta in (-2.0, 0.0, 1.5):
        np.testing.assert_allclose(
            found.a * ((theta - 1.0) / 2.0 - found.b), [0.5 * theta + 0.2, theta - 1.0], rtol=1e-6
        )


@pytest.mark.long
def test_its_parameters_come_close_to_the_maximum_of_lsat6(tmp_path: Path) -> None:
    opinion = second_opinion(lsat6.PATTERNS, tmp_path / "build", lsat6.COUNTS)
    assert opinion.settled
    np.testing.assert_allclose(opinion.native.log_likelihood, lsat6.LOG_LIKELIHOOD, atol=1e-4)
    # Its people need not be normal, so under a normal density its parameters are nearly, not quite, the best.
    assert lsat6.LOG_LIKELIHOOD - 0.05 < opinion.log_likelihood < lsat6.LOG_LIKELIHOOD
    np.testing.assert_allclose(opinion.parameters.b, lsat6.DIFFICULTIES, atol=0.05)
    np.testing.assert_allclose(opinion.parameters.a, lsat6.SLOPES, atol=0.03)


def test_without_a_compiler_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    with pytest.raises(NoSecondOpinion) as refused:
        second_opinion(lsat6.PATTERNS, tmp_path / "build", lsat6.COUNTS)
    assert refused.value.reason == "compiler"


def test_too_many_answers_are_refused_before_an_hour_has_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("question_bank.second_opinion.adapter.MOST_ANSWERS", 4999)
    with pytest.raises(NoSecondOpinion, match="5,000 answers"):
        second_opinion(lsat6.PATTERNS, tmp_path, lsat6.COUNTS)
