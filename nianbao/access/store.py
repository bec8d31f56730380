"""Keep people, who is signed in, and the units' keys, in the records' database; every change of them is in the log.

What is secret is kept as a hash or digest only. Signing in fails alike for a wrong name and a wrong password, and after
five failures a name, after thirty an address, must wait a quarter of an hour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from nianbao.access import keys
from nianbao.access.passwords import hash_password, is_password
from nianbao.access.people import ROLE_WORDS, Caller, Role, User, caller_of, caller_with_key
from nianbao.records import audit
from nianbao.records.database import queue_up, reader, writer
from nianbao.records.schema import AttemptRow, SessionRow, TokenRow, UserRow

IDLE = timedelta(hours=2)
LONGEST_SESSION = timedelta(hours=12)
LOCKED = timedelta(minutes=15)
MOST_FAILURES_OF_A_NAME = 5
MOST_FAILURES_OF_AN_ADDRESS = 30
_SEEN_AGAIN = timedelta(minutes=1)
"""A session's last use is kept to the minute: a write for each page would queue behind the reports."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Someone who is signed in: who, and what the forms of this session must carry."""

    caller: Caller
    csrf: str


@dataclass(frozen=True, slots=True)
class Key:
    """A unit's key for scripts, without the key itself."""

    id: int
    unit: str
    made_by: str
    made_at: datetime
    revoked_at: datetime | None


class NameTakenError(Exception):
    """The district has a person of that name."""


class LockedError(Exception):
    """Signing in has failed too often for this name or from this address; it waits."""


class Access:
    """The people and keys of one district. Every method is one transaction."""

    def __init__(self, engine: Engine, district: str, clock: Callable[[], datetime]) -> None:
        self._engine, self._district, self._clock = engine, district, clock

    def users(self) -> tuple[User, ...]:
        """Return everyone, in the order of their making."""
        mine = select(UserRow).where(UserRow.district == self._district).order_by(UserRow.id)
        with reader(self._engine) as session:
            return tuple(map(_user, session.scalars(mine)))

    def add_user(self, name: str, full_name: str, role: Role, unit: str | None, *, by: str, password: str = "") -> str:
        """Add a person and return the first password, which must be changed at once unless it was given.

        Raises NameTakenError. A unit's person needs a unit, the district's have none.
        """
        if (role is Role.UNIT) != (unit is not None):
            raise ValueError("a unit's person has a unit, and only such a one")
        first = password or keys.new_password()
        hashed = hash_password(first)
        with writer(self._engine) as session:
            queue_up(session, self._district)
            if self._named(session, name) is not None:
                raise NameTakenError(name)
            row = UserRow(
                district=self._district, name=name, full_name=full_name, role=role, unit=unit, password=hashed,
                must_change=not password, active=True, created_at=self._clock(),
            )  # fmt: skip
            session.add(row)
            session.flush()
            self._log(session, "user", f"user:{row.id}", by, f"新建账号 {name}（{ROLE_WORDS[role]}{unit or ''}）")
        return first

    def reset_password(self, user_id: int, *, by: str) -> str:
        """Give a person a first password again, and end all their sessions."""
        first = keys.new_password()
        hashed = hash_password(first)
        with writer(self._engine) as session:
            row = self._row(session, user_id)
            row.password, row.must_change = hashed, True
            _forget(session, user_id)
            self._forgive(session, row.name)
            self._log(session, "user", f"user:{user_id}", by, f"重置 {row.name} 的密码")
        return first

    def change_password(self, user_id: int, old: str, new: str) -> bool:
        """Change one's own password and end all sessions; False when the old one is wrong."""
        with reader(self._engine) as session:
            kept = self._row(session, user_id).password
        if not is_password(old, kept):
            return False
        hashed = hash_password(new)
        with writer(self._engine) as session:
            row = self._row(session, user_id)
            row.password, row.must_change = hashed, False
            _forget(session, user_id)
            self._log(session, "user", f"user:{user_id}", row.name, "修改自己的密码")
        return True

    def set_active(self, user_id: int, active: bool, *, by: str) -> None:
        """Let a person in, or no longer; whoever is no longer let in is signed out at once."""
        with writer(self._engine) as session:
            row = self._row(session, user_id)
            row.active = active
            _forget(session, user_id)
            self._log(session, "user", f"user:{user_id}", by, f"{'恢复' if active else '停用'}账号 {row.name}")

    def sign_in(self, name: str, password: str, address: str) -> str | None:
        """Return the key of a new session, None for a wrong name or password; LockedError when it must wait."""
        limits = {f"name:{name}": MOST_FAILURES_OF_A_NAME, f"address:{address}": MOST_FAILURES_OF_AN_ADDRESS}
        with reader(self._engine) as session:
            if any(self._is_locked(session, key, most) for key, most in limits.items()):
                raise LockedError(name)
            row = self._named(session, name)
            kept = row.password if row is not None and row.active else None
        if not is_password(password, kept):
            self._fail(name, address, limits)
            return None
        return self._begin(name, address)

    def _begin(self, name: str, address: str) -> str:
        key, now = keys.new_key(), self._clock()
        with writer(self._engine) as session:
            queue_up(session, self._district)
            row = self._named(session, name)
            assert row is not None  # people are never deleted
            self._forgive(session, name)
            session.execute(delete(SessionRow).where(SessionRow.began_at < now - LONGEST_SESSION))
            session.add(
                SessionRow(digest=keys.digest_of(key), user_id=row.id, csrf=keys.new_key(), began_at=now, seen_at=now)
            )
            self._log(session, "sign-in", f"user:{row.id}", name, address)
        return key

    def signed_in(self, key: str) -> SignedIn | None:
        """Return who holds a session's key; None when it has run out, or never was."""
        now, digest = self._clock(), keys.digest_of(key)
        with reader(self._engine) as session:
            row = session.get(SessionRow, digest)
            if row is None or now - row.seen_at > IDLE or now - row.began_at > LONGEST_SESSION:
                return None
            user = session.get_one(UserRow, row.user_id)
            if not user.active or user.district != self._district:
                return None
            found, is_due = SignedIn(caller_of(_user(user)), row.csrf), now - row.seen_at > _SEEN_AGAIN
        if is_due:
            with writer(self._engine) as session:
                if (seen := session.get(SessionRow, digest)) is not None:
                    seen.seen_at = now
        return found

    def sign_out(self, key: str) -> None:
        """End a session."""
        with writer(self._engine) as session:
            row = session.get(SessionRow, keys.digest_of(key))
            if row is not None:
                name = session.get_one(UserRow, row.user_id).name
                session.delete(row)
                self._log(session, "sign-out", f"user:{row.user_id}", name, "")

    def make_key(self, unit: str, *, by: str) -> str:
        """Make a key for a unit's scripts and return it; it is shown this once."""
        key = f"{keys.KEY_MARK}{keys.new_key()}"
        with writer(self._engine) as session:
            row = TokenRow(
                district=self._district, unit=unit, digest=keys.digest_of(key), made_by=by, made_at=self._clock()
            )
            session.add(row)
            session.flush()
            self._log(session, "token", f"token:{row.id}", by, f"新建 {unit} 的密钥")
        return key

    def keys(self) -> tuple[Key, ...]:
        """Return the district's keys, oldest first."""
        mine = select(TokenRow).where(TokenRow.district == self._district).order_by(TokenRow.id)
        with reader(self._engine) as session:
            return tuple(
                Key(row.id, row.unit, row.made_by, row.made_at, row.revoked_at) for row in session.scalars(mine)
            )

    def revoke_key(self, key_id: int, *, by: str) -> None:
        """Make a key useless; KeyError when the district has none of that number."""
        with writer(self._engine) as session:
            row = session.get(TokenRow, key_id)
            if row is None or row.district != self._district:
                raise KeyError(key_id)
            if row.revoked_at is None:
                row.revoked_at = self._clock()
                self._log(session, "token", f"token:{key_id}", by, f"作废 {row.unit} 的密钥")

    def holder(self, key: str) -> Caller | None:
        """Return whose key it is; None when it is nobody's."""
        mine = select(TokenRow).where(TokenRow.digest == keys.digest_of(key), TokenRow.district == self._district)
        with reader(self._engine) as session:
            row = session.scalar(mine)
            return None if row is None or row.revoked_at is not None else caller_with_key(row.id, row.unit)

    def _fail(self, name: str, address: str, limits: dict[str, int]) -> None:
        """Count a failure for name and address, and log the moment from which the name must wait."""
        now = self._clock()
        with writer(self._engine) as session:
            queue_up(session, self._district)
            session.execute(delete(AttemptRow).where(AttemptRow.last_at < now - LOCKED))
            for key, most in limits.items():
                kept = self._attempt(key)
                row = session.get(AttemptRow, kept)
                if row is None:
                    row = AttemptRow(key=kept, failures=0, last_at=now)
                    session.add(row)
                row.failures, row.last_at = row.failures + 1, now
                known = self._named(session, name)
                if row.failures == most and (known is not None or key.startswith("address:")):
                    self._log(session, "lock", f"user:{known.id}" if known else "address", name[:100], address)

    def _forgive(self, session: Session, name: str) -> None:
        """Forget the failures of a name; those of the same name in another district stay."""
        session.execute(delete(AttemptRow).where(AttemptRow.key == self._attempt(f"name:{name}")))

    def _attempt(self, key: str) -> str:
        """Return under which key failures are kept; names and addresses are what anybody may type."""
        return f"{self._district}/{key}"[:200]

    def _is_locked(self, session: Session, key: str, most: int) -> bool:
        row = session.get(AttemptRow, self._attempt(key))
        return row is not None and row.failures >= most and self._clock() - row.last_at < LOCKED

    def _named(self, session: Session, name: str) -> UserRow | None:
        return session.scalar(select(UserRow).where(UserRow.district == self._district, UserRow.name == name))

    def _row(self, session: Session, user_id: int) -> UserRow:
        row = session.get(UserRow, user_id)
        if row is None or row.district != self._district:
            raise KeyError(user_id)
        return row

    def _log(self, session: Session, act: audit.Act, subject: str, who: str, why: str) -> None:
        queue_up(session, self._district)
        audit.log(session, self._district, act, subject, at=self._clock(), who=who, why=why)


def _user(row: UserRow) -> User:
    return User(row.id, row.district, row.name, row.full_name, Role(row.role), row.unit, row.must_change, row.active)


def _forget(session: Session, user_id: int) -> None:
    """End a person's sessions."""
    session.execute(delete(SessionRow).where(SessionRow.user_id == user_id))
