"""Long computations: each in a process of its own, one at a time, ended when nobody wants it any more."""

import threading
from typing import Any

import pytest

from contest.rules.refusals import Refusal
from contest.services.jobs import MOST_WAITING, OVER, Job, Jobs
from contest.services.prepare_database import prepare_database
from contest.settings import Settings, load_settings

PATIENCE_S = 60.0
TWO_SHORT_FORMS = {"blueprint": "length = 10\n[[each]]\nfield = 'dimension'\nmin = 2\n", "forms": 2}
LONG = {
    "blueprint": "length = 40\n[objective]\nkind = 'target'\ntheta = [0.0]\nvalues = [7.123]\n[solver]\nseconds = 600",
    "forms": 5,
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    found = load_settings(tmp_path_factory.mktemp("jobs"))
    prepare_database(found)
    return found


class Told:
    """Hears of jobs that are over."""

    def __init__(self) -> None:
        self.over: list[Job] = []
        self._bell = threading.Condition()

    def __call__(self, job: Job) -> None:
        with self._bell:
            self.over.append(job)
            self._bell.notify_all()

    def wait_for(self, count: int) -> list[Job]:
        with self._bell:
            assert self._bell.wait_for(lambda: len(self.over) >= count, PATIENCE_S)
        return self.over


def finished(settings: Settings, request: dict[str, Any]) -> Job:
    told = Told()
    Jobs(settings, told).start("assemble", request, "anna")
    return told.wait_for(1)[0]


def test_a_job_gives_what_the_work_gives(settings: Settings) -> None:
    job = finished(settings, TWO_SHORT_FORMS)
    assert (job.state, job.share) == ("done", 1.0)
    first, second = (set(form["versions"]) for form in job.outcome["forms"])
    assert len(first) == len(second) == 10 and not first & second
    assert len(job.outcome["forms"][0]["curve"]) == len(job.outcome["curve_theta"])


def test_a_blueprint_that_cannot_be_read_is_refused_beside_its_field(settings: Settings) -> None:
    job = finished(settings, {"blueprint": "length = 0", "forms": 1})
    assert job.state == "refused"
    assert [problem["field"] for problem in job.outcome["problems"]] == ["length"]


def test_an_impossible_blueprint_is_refused_with_its_rules(settings: Settings) -> None:
    both = "[[each]]\nfield = 'benchmark'\nmin = 1\n[[count]]\nfield = 'benchmark'\nvalue = 1\nmin = 4\n"
    job = finished(settings, {"blueprint": f"length = 27\n{both}", "forms": 1})
    assert job.state == "refused" and job.outcome["rules"]


def test_a_work_that_breaks_is_failed(settings: Settings) -> None:
    assert finished(settings, {"forms": 1}).state == "failed"


def test_one_runs_at_a_time_and_stopping_one_lets_the_next_run(settings: Settings) -> None:
    told = Told()
    jobs = Jobs(settings, told)
    long, short = jobs.start("assemble", LONG, "anna"), jobs.start("assemble", TWO_SHORT_FORMS, "anna")
    waits = jobs.start("assemble", LONG, "anna")
    assert short.state == waits.state == "waiting"
    jobs.stop(waits)
    jobs.stop(long)
    told.wait_for(3)
    assert (long.state, short.state, waits.state) == ("stopped", "done", "stopped")


def test_a_job_is_its_owners_alone(settings: Settings) -> None:
    jobs = Jobs(settings)
    job = jobs.start("assemble", LONG, "anna")
    assert jobs.find(job.id, "anna") is job
    assert jobs.find(job.id, "bert") is None
    jobs.close()
    assert job.state in OVER


def test_too_many_are_refused(settings: Settings) -> None:
    jobs = Jobs(settings)
    for _ in range(MOST_WAITING + 1):
        try:
            jobs.start("assemble", LONG, "anna")
        except Refusal as refusal:
            assert refusal.refused.reason == "too_many"
    with pytest.raises(Refusal):
        jobs.start("assemble", LONG, "anna")
    jobs.close()
