"""The hash chain that makes an alteration, an insertion or a cut visible. Pure."""

import hashlib

# What the first record of every heat is chained to.
GENESIS = "0" * 64


def link(previous: str, seq: int, payload: str) -> str:
    """The hash of record number `seq` (from 1): SHA-256 over the previous hash, the number and the exact text.

    Hashes are 64 hexadecimal digits, as people read and print them.
    """
    return hashlib.sha256(f"{previous}{seq}\n{payload}".encode()).hexdigest()
