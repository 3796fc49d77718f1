"""The HTTP interface beside the sockets: the same requests, for phones on which WebSockets fail."""

from typing import Any, TypeVar

import msgspec
from flask import Blueprint, Response, g, request

from contest import chance
from contest.locale.consent_words import consent_text
from contest.locale.refusal_words import refusal_reply
from contest.locale.worded_lists import worded
from contest.rules.refusals import Refusal, Refused
from contest.services.attributes import Attributes
from contest.services.join_heat import Seated, join_heat, new_secrets, store_secrets
from contest.services.nicknames import suggest_nickname
from contest.services.off_hub import off_hub
from contest.services.people import Person
from contest.services.redaction import prize_claim, scene, you
from contest.services.result_page import result_page
from contest.services.run_heat import HeatRun
from contest.services.secrets_of_seats import hashed, tidy_code
from contest.services.snapshots import choices, phone_sync
from contest.services.take_answer import Received, take_answer
from contest.web.context import current, live_heats
from contest.web.pages import language_of_request
from contest.web.waiting import LaterReply

blueprint = Blueprint("api", __name__, url_prefix="/api")

LONGEST_BODY = 16 * 1024

# Refusals that say that there is no such thing, that it is not yours, or that it is not the time.
_STATUS = {
    "unknown_pin": 404, "unknown_heat": 404, "unknown_code": 404, "bad_seat": 401, "removed": 403, "too_many": 429,
    "retry": 503, "not_finished": 409, "bad_request": 400,
}  # fmt: skip

S = TypeVar("S", bound=msgspec.Struct)


class JoinBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    nickname: str
    district: str | None = None
    age_band: str | None = None
    group: str | None = None
    sex: str | None = None
    consent: bool = False


class AnswerBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    item: str
    rev: int
    options: tuple[str, ...]


class ResumeBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str


def _json(reply: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(reply), status, mimetype="application/json")


@blueprint.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    return _refused(refusal.refused)


def _refused(refused: Refused) -> Response:
    return _json(refusal_reply(refused, language_of_request()), _STATUS.get(refused.reason, 409))


def _body(kind: type[S]) -> S:
    """Raises `Refusal` `bad_request` for anything but the JSON object asked for."""
    data = request.stream.read(LONGEST_BODY + 1)
    if len(data) > LONGEST_BODY:
        raise Refusal("bad_request")
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise Refusal("bad_request") from None


def _run(pin: str) -> HeatRun:
    """Raises `Refusal`: `too_many`, `unknown_pin`."""
    brake, address = current().brake, request.remote_addr or ""
    if brake.is_on(address):
        raise Refusal("too_many")
    try:
        return live_heats().run_with_pin(pin)
    except Refusal:
        brake.failed(address)
        raise


def _person(run: HeatRun) -> Person:
    """The seat that the `Authorization` header shows. Raises `Refusal`: `bad_seat`, `removed`."""
    scheme, _, seat = request.headers.get("Authorization", "").partition(" ")
    person = run.people.with_seat(hashed(seat)) if scheme == "Seat" else None
    if person is None:
        current().brake.failed(request.remote_addr or "")
        raise Refusal("bad_seat")
    if run.state.seats[person.id].removed is not None:
        raise Refusal("removed")
    g.person = person
    return person


def _claim(run: HeatRun, person: Person) -> str | None:
    return live_heats().claim_of(person.id) if run.state.phase == "finished" else None


@blueprint.get("/heats/<pin>/nickname")
def nickname(pin: str) -> Response:
    return _json({"nickname": suggest_nickname(_run(pin).people.name_keys, chance.pick)})


@blueprint.post("/heats/<pin>/join")
def join(pin: str) -> Response:
    run, body = _run(pin), _body(JoinBody)
    later: LaterReply[Seated | Refused] = LaterReply()
    attributes = Attributes(body.district, body.age_band, body.group, body.sex)
    join_heat(run, body.nickname, attributes, body.consent, later)
    seated = later.wait()
    if seated is None or isinstance(seated, Refused):
        return _refused(seated or Refused("retry"))
    seat = {"ok": True, "seat": seated.seat, "code": seated.resume_code, "you": you(run, seated.person)}
    return _json({**seat, "scene": scene(run, "phone"), "v": run.state.version, "now": run.clock.now_ms()})


@blueprint.get("/heats/<pin>/snapshot")
def snapshot(pin: str) -> Response:
    run = _run(pin)
    person = _person(run) if "Authorization" in request.headers else None
    since = request.args.get("since", 0, type=int)
    news = phone_sync(run, person, since, _claim(run, person) if person else None)
    if person is None and since == 0:
        language = language_of_request()
        news["heat"] |= {**worded(choices(), language), "consent": consent_text(language)}
    return _json(news)


@blueprint.post("/heats/<pin>/answers")
def answers(pin: str) -> Response:
    run = _run(pin)
    now = run.clock.now_ms()
    person, body = _person(run), _body(AnswerBody)
    later: LaterReply[Received | Refused] = LaterReply()
    take_answer(run, person.id, body.item, body.rev, body.options, now, later)
    received = later.wait()
    if received is None or isinstance(received, Refused):
        return _refused(received or Refused("retry"))
    return _json(received)


@blueprint.get("/heats/<pin>/result")
def result(pin: str) -> Response:
    run = _run(pin)
    person = _person(run)
    if run.state.phase != "finished":
        raise Refusal("not_finished")
    page = result_page(run, live_heats().scorer_of(run), person)
    literacy = worded(page["literacy"], language_of_request())
    return _json({"ok": True, **page, "literacy": literacy, "claim": prize_claim(run, person, _claim(run, person))})


@blueprint.post("/resume")
def resume() -> Response:
    code = tidy_code(_body(ResumeBody).code)
    brake, address = current().brake, request.remote_addr or ""
    if brake.is_on(address):
        raise Refusal("too_many")
    try:
        run = live_heats().run_with_code(hashed(code))
    except Refusal:
        brake.failed(address)
        raise
    person = run.people.with_code(hashed(code))
    if person is None or run.state.seats[person.id].removed is not None:
        raise Refusal("unknown_code")
    moved = new_secrets(person, keep_code=run.state.phase == "finished")
    off_hub(store_secrets, current().engine, moved)
    run.people.replace(moved.person)
    live_heats().seat_moved(run, person)
    return _json({"ok": True, "pin": run.facts.pin, "seat": moved.seat, "code": moved.resume_code or code})
