"""Pictures of items, for whoever knows their names: contestants learn them with the item that shows them, not before.

A hall of phones asks for one picture at once, so the newest are kept in memory; what a name stands for never changes.
"""

from collections import OrderedDict

from flask import Blueprint, Response, abort, current_app, request, session
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from sqlalchemy import Connection

from contest.clock import utc_now
from contest.services.bank_pictures import keep_picture, picture_named
from contest.services.off_hub import off_hub
from contest.web.auth import role_required
from contest.web.desk.database_work import change, look
from contest.web.join import Page
from contest.web.static_files import ONE_YEAR
from question_bank.pictures import MOST_BYTES, BadPicture, encoded

blueprint = Blueprint("media", __name__)

KEPT = 64


class KeptPictures:
    """The pictures of one application that were asked for last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[str, bytes]] = OrderedDict()

    def get(self, name: str) -> tuple[str, bytes] | None:
        found = self._kept.pop(name, None) or look(lambda connection: picture_named(connection, name))
        if found is not None:
            self._kept[name] = found
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found


@blueprint.record
def _remember(state: BlueprintSetupState) -> None:
    state.app.extensions["kept_pictures"] = KeptPictures()


@blueprint.get("/media/<name>")
def picture(name: str) -> Response:
    found = current_app.extensions["kept_pictures"].get(name)
    if found is None:
        abort(404)
    response = Response(found[1], mimetype=found[0])
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@blueprint.before_app_request
def allow_pictures() -> None:
    """Before the form's token is looked for: only who is signed in may send so much."""
    if request.endpoint == "media.picture_brought" and "_user_id" in session:
        request.max_content_length = MOST_BYTES + 1024 * 1024


@blueprint.post("/organizer/bank/pictures")
@role_required("author", "organizer", "admin")
def picture_brought() -> Page:
    """A picture for an item: its name in the bank's markup, once it is encoded anew."""
    file = request.files.get("picture")
    if file is None:
        return {"error": "bad_request", "message": _("请选一张图片。")}, 400  # type: ignore[return-value]
    try:
        made = off_hub(encoded, file.read())
    except BadPicture as error:
        return {"error": "bad_picture", "message": str(error)}, 400  # type: ignore[return-value]

    def work(connection: Connection) -> None:
        keep_picture(connection, made, utc_now())

    change(work)
    return {"name": made.name, "width": made.width, "height": made.height}  # type: ignore[return-value]
