"""The people of a district's portal: a role says what they may do, a unit whose reports they may see.

A right is never looked up by role elsewhere: whoever asks, asks `may`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is in the district: 报送员, 经办人, 审核人, 签发人, 管理员."""

    UNIT = "unit"
    CLERK = "clerk"
    REVIEWER = "reviewer"
    SIGNER = "signer"
    ADMIN = "admin"


ROLE_WORDS = {
    Role.UNIT: "报送员", Role.CLERK: "经办人", Role.REVIEWER: "审核人", Role.SIGNER: "签发人", Role.ADMIN: "管理员",
}  # fmt: skip


class Right(StrEnum):
    """What may be done. The first three are about one unit, the others about the whole district."""

    READ = "read"
    SUBMIT = "submit"
    ANSWER = "answer"
    OVERSEE = "oversee"
    DECIDE = "decide"
    PREPARE = "prepare"
    REVIEW = "review"
    SIGN = "sign"
    ADMINISTER = "administer"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.UNIT: frozenset({Right.READ, Right.SUBMIT, Right.ANSWER}),
    Role.CLERK: frozenset({Right.READ, Right.OVERSEE, Right.DECIDE, Right.PREPARE}),
    Role.REVIEWER: frozenset({Right.READ, Right.OVERSEE, Right.DECIDE, Right.REVIEW}),
    Role.SIGNER: frozenset({Right.READ, Right.OVERSEE, Right.SIGN}),
    Role.ADMIN: frozenset({Right.ADMINISTER}),
}
"""An administrator makes accounts and keys, and sees no report: who can let anyone in decides nothing."""
OF_A_KEY = frozenset({Right.READ, Right.SUBMIT})
"""What a unit's key for scripts may do."""


@dataclass(frozen=True, slots=True)
class User:
    """A person who may sign in; a unit's person has its code, the district's have none."""

    id: int
    district: str
    name: str
    full_name: str
    role: Role
    unit: str | None
    must_change: bool
    active: bool


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever asks for something: a person, or a script with a unit's key. `unit` None is the whole district."""

    key: str
    shown: str
    rights: frozenset[Right]
    unit: str | None
    user: User | None = None

    def may(self, right: Right, unit: str | None = None) -> bool:
        """Say whether the caller has the right, and, where it is about a unit, has it there."""
        return right in self.rights and (self.unit is None or unit is None or self.unit == unit)


def caller_of(user: User) -> Caller:
    """Return a signed-in person as a caller; who must change the password first may do nothing else."""
    rights = frozenset[Right]() if user.must_change else RIGHTS[user.role]
    return Caller(f"user:{user.id}", user.full_name, rights, user.unit, user)


def caller_with_key(token_id: int, unit: str) -> Caller:
    """Return a script with a unit's key as a caller."""
    return Caller(f"token:{token_id}", unit, OF_A_KEY, unit)
