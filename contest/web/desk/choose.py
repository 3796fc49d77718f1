"""Sets of items drawn from the bank, for the form of a new heat."""

from flask import request
from sqlalchemy import Connection

from contest.services.choose_items import TARGETS, BankItem, Wishes, bank_list, draw, warm_up
from contest.web.auth import role_required
from contest.web.desk import blueprint
from contest.web.desk.database_work import look
from contest.web.join import Page
from question_bank.taxonomy import TOPICS

SHORTEST_DRAW = 5
LONGEST_DRAW = 50


@blueprint.get("/items/draw")
@role_required("organizer", "admin")
def draw_items() -> Page:
    """A set drawn from the bank and a warm-up that would go with it, for the form's scripts."""
    asked = request.args
    topics = frozenset(asked.getlist("topic")) & frozenset(TOPICS)
    wishes = Wishes(
        length=asked.get("length", 0, type=int),
        difficulty=asked.get("difficulty", "middle"),
        topics=topics,
        benchmarks=frozenset(asked.getlist("benchmark", type=int)),
    )
    if not SHORTEST_DRAW <= wishes.length <= LONGEST_DRAW or wishes.difficulty not in TARGETS:
        return {"error": "bad_request"}, 400  # type: ignore[return-value]
    seed = asked.get("seed", 1, type=int)

    def work(connection: Connection) -> tuple[list[BankItem], BankItem | None]:
        items = bank_list(connection)
        drawn = draw(items, wishes, seed)
        return drawn, warm_up(items, drawn, seed)

    drawn, first = look(work)
    return {"versions": [item.version for item in drawn], "warm_up": first.version if first else None}  # type: ignore[return-value]
