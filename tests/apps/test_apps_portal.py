from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nianbao.access.people import Right, Role
from nianbao.access.store import Access
from nianbao.records.store import Records
from tasks import clock

Run = Callable[..., Any]


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records.open(None, tmp_path / "home")


@pytest.fixture
def access(records: Records) -> Access:
    return Access(records.engine, "yunxiu", clock.now)


def test_a_token_is_the_last_word_and_opens_its_unit_alone(
    nianbao: Run, district: Path, records: Records, access: Access
) -> None:
    ended = nianbao("portal", "token", "--district", district, "--unit", "gaoxin")
    key = ended.out.split()[-1]
    assert ended.code == 0 and len(key) >= 32
    holder = access.holder(key)
    assert holder and holder.may(Right.SUBMIT, "gaoxin") and not holder.may(Right.READ, "qiaotou")
    assert [act.why for act in records.audit_log("yunxiu")] == ["新建 gaoxin 的密钥"]


def test_a_token_of_an_unknown_unit_is_refused(nianbao: Run, district: Path) -> None:
    ended = nianbao("portal", "token", "--district", district, "--unit", "nowhere")
    assert ended.code == 2 and "gaoxin" in ended.err


def test_the_first_administrator_is_made_with_a_password_that_must_be_changed(
    nianbao: Run, district: Path, access: Access
) -> None:
    first = nianbao("portal", "admin", "--district", district, "--name", "guanli").out.split()[-1]
    (user,) = access.users()
    assert (user.role, user.must_change) == (Role.ADMIN, True)
    assert access.sign_in("guanli", first, "here")
    second = nianbao("portal", "admin", "--district", district, "--name", "guanli").out.split()[-1]
    assert first != second
    assert access.sign_in("guanli", first, "here") is None
    assert access.sign_in("guanli", second, "here")


def test_an_administrator_takes_nobodys_name(nianbao: Run, district: Path, access: Access) -> None:
    access.add_user("clerk", "某", Role.CLERK, None, by="test")
    assert nianbao("portal", "admin", "--district", district, "--name", "clerk").code == 2
    assert nianbao("portal", "admin", "--district", district, "--name", "no good name").code == 2


@pytest.mark.parametrize(
    "options",
    [("--host", "0.0.0.0"), ("--url", "http://nianbao.example.cn"), ("--host", "0.0.0.0", "--url", "http://x")],
)
def test_the_portal_is_not_served_to_others_without_tls(nianbao: Run, district: Path, options: tuple[str, ...]) -> None:
    ended = nianbao("portal", "serve", "--district", district, *options)
    assert ended.code == 2 and "https" in ended.err
