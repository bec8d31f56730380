"""Hash passwords with argon2id, and say of a new one why it is too weak. The one module that knows argon2.

A hash takes 64 MiB: only two are made at a time, so that a crowd at the door does not take the memory.
"""

from __future__ import annotations

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
LONGEST = 200
LEAST_DIFFERENT = 5
_AT_ONCE = BoundedSemaphore(2)
_HASHER = PasswordHasher()
_COMMON = frozenset(
    {"1234567890", "0123456789", "0987654321", "qwertyuiop", "password123", "password1234", "administrator",
     "qwerty12345", "1q2w3e4r5t", "abcdefghij", "a123456789", "admin123456", "woaini1314520"}
)  # fmt: skip


def hash_password(password: str) -> str:
    """Return the hash to be kept."""
    with _AT_ONCE:
        return _HASHER.hash(password)


_NOBODY = hash_password("nobody has this password")


def is_password(password: str, kept: str | None) -> bool:
    """Say whether this is the password; without a kept hash it is none, after just as long a time."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _NOBODY, password[:LONGEST]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def weakness(password: str, name: str) -> str | None:
    """Return why a password will not do, as a key of the portal's words; None when it will."""
    if not SHORTEST <= len(password) <= LONGEST:
        return "password-length"
    if name.lower() in password.lower():
        return "password-name"
    if password.lower() in _COMMON or len(set(password)) < LEAST_DIFFERENT:
        return "password-common"
    return None
