"""Make keys that nobody guesses, for cookies, forms and scripts, and the digests under which they are kept."""

from __future__ import annotations

import hashlib
import secrets
from hmac import compare_digest

KEY_MARK = "nb_"
"""What a unit's key begins with, so that a search finds one that was left in a script."""
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def new_key() -> str:
    """Return a key of 256 random bits."""
    return secrets.token_urlsafe(32)


def new_password() -> str:
    """Return a first password that can be read out: fifteen letters and digits, none easily confused."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(5)) for _ in range(3))


def digest_of(key: str) -> str:
    """Return what is kept of a key; it is random, so a plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_same(given: str, kept: str) -> bool:
    """Say whether two keys are equal, in a time that tells nothing."""
    return compare_digest(given.encode(), kept.encode())
