"""How far a long computation of the desk is, for the page that asked for it (static/js/desk/job.js)."""

from flask_login import current_user

from contest.web.auth import role_required
from contest.web.context import current
from contest.web.desk import blueprint
from contest.web.join import Page


@blueprint.get("/jobs/<job_id>.json")
@role_required("author", "reviewer", "organizer", "admin")
def job(job_id: str) -> Page:
    found = current().jobs.find(job_id, current_user.account.id)
    return (found.as_data(), 200) if found else ({"error": "unknown_job"}, 404)  # type: ignore[return-value]


@blueprint.post("/jobs/<job_id>/stop")
@role_required("author", "reviewer", "organizer", "admin")
def stop_job(job_id: str) -> Page:
    found = current().jobs.find(job_id, current_user.account.id)
    if found is None:
        return {"error": "unknown_job"}, 404  # type: ignore[return-value]
    current().jobs.stop(found)
    return found.as_data()  # type: ignore[return-value]
