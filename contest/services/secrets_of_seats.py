"""Seat secrets and codes: made here, stored only as hashes, compared only as hashes."""

import hashlib
import hmac
from typing import NamedTuple

from contest.chance import ALPHABET, code, identifier, token

RESUME_LENGTH = 10
CLAIM_LENGTH = 6


class NewSeat(NamedTuple):
    """What a contestant's device keeps (`seat`), what a person may read aloud (`resume_code`), and the public rest."""

    contestant: str
    seat: str
    resume_code: str
    shuffle_seed: str


def new_seat() -> NewSeat:
    return NewSeat(identifier(), token(), code(RESUME_LENGTH), code(8))


def hashed(secret: str) -> str:
    """SHA-256 suffices: the secrets are random, so that nothing can be guessed faster than the secret itself."""
    return hashlib.sha256(secret.encode()).hexdigest()


def tidy_code(typed: str) -> str:
    """A code as a person types it: any case, with spaces or hyphens, O for 0, I or L for 1."""
    letters = typed.upper().translate(str.maketrans("OIL", "011"))
    return "".join(character for character in letters if character in ALPHABET)


def claim_code(installation_secret: str, contestant: str) -> str:
    """The code by which a winner is recognised; only the server can make it, and it needs no storage."""
    digest = hmac.digest(installation_secret.encode(), f"claim:{contestant}".encode(), "sha256")
    return "".join(ALPHABET[byte % 32] for byte in digest[:CLAIM_LENGTH])
