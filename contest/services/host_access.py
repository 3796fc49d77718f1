"""Who may host a heat: whoever came by its one-time link or a ticket, and every organizer."""

from itsdangerous import BadSignature, URLSafeTimedSerializer

from contest.rules.refusals import Refusal

TICKET_LIFETIME_S = 600
_SALT = "host-ticket"


def make_ticket(secret: str, heat_id: str) -> str:
    """Signed, good for ten minutes: opens the console on another device."""
    return str(URLSafeTimedSerializer(secret, salt=_SALT).dumps(heat_id))


def heat_of_ticket(secret: str, ticket: str) -> str:
    """Raises `Refusal` `bad_ticket` for one that is forged or too old."""
    try:
        return str(URLSafeTimedSerializer(secret, salt=_SALT).loads(ticket, max_age=TICKET_LIFETIME_S))
    except BadSignature:
        raise Refusal("bad_ticket") from None
