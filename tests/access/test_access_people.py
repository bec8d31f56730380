from __future__ import annotations

import pytest

from nianbao.access.keys import digest_of, is_same, new_key, new_password
from nianbao.access.passwords import hash_password, is_password, weakness
from nianbao.access.people import OF_A_KEY, RIGHTS, Caller, Right, Role, User, caller_of, caller_with_key

OF_THE_DISTRICT = {Right.OVERSEE, Right.DECIDE, Right.PREPARE, Right.REVIEW, Right.SIGN, Right.ADMINISTER}


def user(role: Role, unit: str | None = None, must_change: bool = False) -> User:
    return User(1, "yunxiu", "name", "某", role, unit, must_change, True)


def test_every_role_has_its_rights_and_no_two_steps_of_approval() -> None:
    assert RIGHTS.keys() == set(Role)
    for rights in RIGHTS.values():
        assert len(rights & {Right.PREPARE, Right.REVIEW, Right.SIGN}) <= 1


def test_a_unit_and_a_key_have_no_right_over_the_district() -> None:
    assert not RIGHTS[Role.UNIT] & OF_THE_DISTRICT
    assert not OF_A_KEY & OF_THE_DISTRICT


def test_an_administrator_sees_and_decides_nothing() -> None:
    assert RIGHTS[Role.ADMIN] == {Right.ADMINISTER}


@pytest.mark.parametrize("caller", [caller_of(user(Role.UNIT, "gaoxin")), caller_with_key(1, "gaoxin")])
def test_a_right_of_a_unit_ends_at_its_unit(caller: Caller) -> None:
    assert caller.may(Right.READ, "gaoxin") and caller.may(Right.SUBMIT, "gaoxin")
    assert not caller.may(Right.READ, "qiaotou") and not caller.may(Right.SUBMIT, "qiaotou")


def test_the_district_reads_every_unit() -> None:
    assert all(caller_of(user(Role.CLERK)).may(Right.READ, unit) for unit in ("gaoxin", "qiaotou"))


@pytest.mark.parametrize("role", Role)
def test_who_must_change_the_password_may_do_nothing(role: Role) -> None:
    caller = caller_of(user(role, "gaoxin" if role is Role.UNIT else None, must_change=True))
    assert not any(caller.may(right) for right in Right)


def test_a_password_is_known_by_its_hash_alone() -> None:
    kept = hash_password("correct horse 42")
    assert kept.startswith("$argon2id$") and "correct" not in kept
    assert is_password("correct horse 42", kept)
    assert not is_password("correct horse 43", kept)
    assert not is_password("anything", None)
    assert not is_password("anything", "no hash")


@pytest.mark.parametrize(
    ("password", "weak"),
    [
        ("short", "password-length"),
        ("x" * 201, "password-length"),
        ("my-Gaoxin-2024", "password-name"),
        ("1234567890", "password-common"),
        ("aaaaaaaaaaaa", "password-common"),
        ("青山绿水万里长城有我", None),
        ("correct horse 42", None),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, weak: str | None) -> None:
    assert weakness(password, "gaoxin") == weak


def test_keys_are_long_and_never_the_same() -> None:
    keys = {new_key() for _ in range(200)} | {new_password() for _ in range(200)}
    assert len(keys) == 400
    assert min(map(len, keys)) >= 17
    assert digest_of("a") != digest_of("b") and is_same("a", "a") and not is_same("a", "á")
