"""The only module that asks for chance: secrets, codes and ids."""

import secrets

# Crockford's alphabet: no I, L, O, U, so that a code read aloud or copied from a screen stays the same code.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def token() -> str:
    """A secret of 128 bits as 22 characters that are safe in an address."""
    return secrets.token_urlsafe(16)


def identifier() -> str:
    """A random id of 80 bits as 16 characters; says nothing about what it names."""
    return code(16)


def code(length: int) -> str:
    """Letters and digits for people to read and type, five bits each."""
    return "".join(ALPHABET[byte & 31] for byte in secrets.token_bytes(length))


def pin(length: int = 6) -> str:
    """Digits, the first not 0."""
    return secrets.choice("123456789") + "".join(secrets.choice("0123456789") for _ in range(length - 1))


def pick(choices: tuple[str, ...]) -> str:
    return secrets.choice(choices)
