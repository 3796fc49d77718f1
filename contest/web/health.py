"""For whoever watches over the server: is it alive, and is it ready."""

from flask import Blueprint, Response
from sqlalchemy import text

from contest.database import reading
from contest.services.off_hub import off_hub
from contest.web.context import current

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> Response:
    engine = current().engine

    def ask_database() -> None:
        with reading(engine) as connection:
            connection.execute(text("SELECT 1"))

    try:
        off_hub(ask_database)
    except Exception:  # whatever keeps the database away: not ready
        return Response("database\n", 503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")
