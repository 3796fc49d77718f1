"""TEMPORARY (lead): replaced by the organizer helper's module."""

from flask import Blueprint

blueprint = Blueprint("exports", __name__)
