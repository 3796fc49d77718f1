"""The organizer's desk: contests, heats, results, exports, accounts."""

from flask import Blueprint

blueprint = Blueprint("desk", __name__, url_prefix="/organizer")

# Each module adds its views to the blueprint when it is imported.
from contest.web.desk import accounts, choose, create, exports, front, heat, jobs, papers  # noqa: E402, F401 - they need the blueprint above
from contest.web.desk.bank import views  # noqa: E402, F401 - the same
