from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from nianbao.access import passwords
from nianbao.access.people import Right, Role
from nianbao.access.store import LOCKED, Access, LockedError, NameTakenError
from nianbao.records.deciding import Impossible
from nianbao.records.proposals import Proposals
from nianbao.records.store import Records
from nianbao.review.approving import Approval, Step
from nianbao.review.proposal import Proposal, ProposalAct, ProposalState

GOOD = "correct horse 42"


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2024, 1, 20, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", quick)
    monkeypatch.setattr(passwords, "_NOBODY", quick.hash("nobody"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def records(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Records:
    url = request.getfixturevalue("postgres_database") if request.param == "postgresql" else None
    opened = Records.open(url, tmp_path / "home", clock)
    request.addfinalizer(opened.close)
    return opened


@pytest.fixture
def access(records: Records, clock: Clock) -> Access:
    return Access(records.engine, "yunxiu", clock)


def test_a_person_signs_in_is_known_and_signs_out(records: Records, access: Access) -> None:
    access.add_user("clerk", "某", Role.CLERK, None, by="admin", password=GOOD)
    key = access.sign_in("clerk", GOOD, "here")
    assert key
    known = access.signed_in(key)
    assert known and known.caller.may(Right.DECIDE) and known.csrf != key
    access.sign_out(key)
    assert access.signed_in(key) is None
    assert [entry.act for entry in records.audit_log("yunxiu")] == ["user", "sign-in", "sign-out"]
    assert records.verify_audit() == ()


def test_a_name_is_given_once_in_a_district(records: Records, access: Access, clock: Clock) -> None:
    access.add_user("clerk", "某", Role.CLERK, None, by="admin")
    with pytest.raises(NameTakenError):
        access.add_user("clerk", "某", Role.SIGNER, None, by="admin")
    elsewhere = Access(records.engine, "elsewhere", clock)
    elsewhere.add_user("clerk", "某", Role.CLERK, None, by="admin", password=GOOD)
    key = elsewhere.sign_in("clerk", GOOD, "here")
    assert key and access.signed_in(key) is None


def test_failures_lock_a_name_and_time_opens_it(access: Access, clock: Clock) -> None:
    access.add_user("clerk", "某", Role.CLERK, None, by="admin", password=GOOD)
    for number in range(5):
        assert access.sign_in("clerk", "wrong", f"address{number}") is None
    with pytest.raises(LockedError):
        access.sign_in("clerk", GOOD, "here")
    clock.now += LOCKED + timedelta(seconds=1)
    assert access.sign_in("clerk", GOOD, "here")


def test_a_reset_frees_a_locked_name_and_ends_its_sessions(access: Access) -> None:
    access.add_user("clerk", "某", Role.CLERK, None, by="admin", password=GOOD)
    key = access.sign_in("clerk", GOOD, "here")
    for _ in range(5):
        access.sign_in("clerk", "wrong", "here")
    first = access.reset_password(access.users()[0].id, by="admin")
    assert key and access.signed_in(key) is None
    assert access.sign_in("clerk", first, "here")
    assert access.users()[0].must_change


def test_a_reset_in_one_district_frees_no_namesake_in_another(records: Records, access: Access, clock: Clock) -> None:
    elsewhere = Access(records.engine, "elsewhere", clock)
    for office in (access, elsewhere):
        office.add_user("clerk", "某", Role.CLERK, None, by="admin", password=GOOD)
        for number in range(5):
            office.sign_in("clerk", "wrong", f"address{number}")
    access.reset_password(access.users()[0].id, by="admin")
    with pytest.raises(LockedError):
        elsewhere.sign_in("clerk", GOOD, "here")


def test_a_key_is_its_units_until_it_is_revoked(access: Access) -> None:
    key = access.make_key("gaoxin", by="admin")
    holder = access.holder(key)
    assert holder and holder.unit == "gaoxin"
    access.revoke_key(access.keys()[0].id, by="admin")
    assert access.holder(key) is None
    assert access.holder("nb_guessed") is None


def test_a_proposal_is_decided_once(records: Records, clock: Clock, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("报告", encoding="utf-8")
    receipt = records.receive(file, district="yunxiu", name="a.txt", received_at=clock.now, year=2023, unit="gaoxin")
    proposals = Proposals(records.engine, "yunxiu", clock)
    made = proposals.propose(
        Proposal(
            0,
            "yunxiu",
            2023,
            "gaoxin",
            receipt.submission.id,
            ProposalAct.CORRECT,
            "笔误",
            "某",
            clock.now,
            fact="f1",
            wanted="22",
        )
    )
    assert proposals.proposals(2023, "gaoxin") == (made,) and proposals.proposals(2023, "qiaotou") == ()
    decided = proposals.decide(made.id, ProposalState.REFUSED, by="clerk", because="与台账不符")
    assert proposals.proposal(made.id) == decided and not decided.is_waiting
    with pytest.raises(Impossible):
        proposals.decide(made.id, ProposalState.ACCEPTED, by="clerk", because="改主意")
    with pytest.raises(KeyError):
        Proposals(records.engine, "elsewhere", clock).proposal(made.id)


def test_steps_of_approval_are_taken_in_turn_by_different_people(records: Records, clock: Clock) -> None:
    proposals = Proposals(records.engine, "yunxiu", clock)

    def step(step: Step, who: str) -> None:
        proposals.approve(Approval(2023, step, "x" * 64, who, who, "", clock.now))

    with pytest.raises(Impossible):
        step(Step.REVIEWED, "b")
    step(Step.PREPARED, "a")
    with pytest.raises(Impossible):
        step(Step.REVIEWED, "a")
    step(Step.REVIEWED, "b")
    step(Step.SIGNED, "c")
    assert [approval.who for approval in proposals.approvals(2023)] == ["a", "b", "c"]
    assert records.verify_audit() == ()
