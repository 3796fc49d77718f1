"""TEMPORARY (lead): replaced by the organizer helper's module."""

from flask import Blueprint

blueprint = Blueprint("organizer", __name__, url_prefix="/organizer")


@blueprint.get("/")
def desk() -> str:
    return "desk"


@blueprint.get("/heats/<heat_id>")
def heat(heat_id: str) -> str:
    return heat_id
