"""How an item looks on a phone and on a projector: the real pages' own styles and scripts, fed by the editor."""

from flask import Response, abort, current_app

from contest.web.auth import role_required
from contest.web.desk import blueprint
from contest.web.desk.bank.listing import BANK
from contest.web.pages import CONTENT_POLICY, page

SIDES = ("phone", "stage")
FRAMED = CONTENT_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


@blueprint.get("/bank/preview/<side>")
@role_required(*BANK)
def bank_preview(side: str) -> Response:
    if side not in SIDES:
        abort(404)
    text = page("desk/bank/preview.html", {"side": side}, side=side)
    return current_app.response_class(text, headers={"Content-Security-Policy": FRAMED}, mimetype="text/html")
