from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

from nianbao.review.approving import ORDER, Approval, Step, is_of_another, next_step, standing

WHEN = datetime(2024, 3, 1, tzinfo=UTC)


def took(step: Step, who: str = "a", digest: str = "x") -> Approval:
    return Approval(2023, step, digest, who, who, "", WHEN)


def test_steps_count_in_their_order_only_whatever_was_written_down() -> None:
    for steps in product(Step, repeat=4):
        taken = standing([took(step) for step in steps], "x")
        assert [approval.step for approval in taken] == list(ORDER[: len(taken)])


def test_sending_back_undoes_every_step_before_it() -> None:
    for length in range(4):
        before = [took(step) for step in ORDER[:length]]
        assert standing([*before, took(Step.SENT_BACK)], "x") == ()


def test_other_figures_are_another_matter() -> None:
    assert standing([took(Step.PREPARED, digest="x"), took(Step.REVIEWED, digest="y")], "x") == (took(Step.PREPARED),)
    assert standing([took(Step.PREPARED, digest="x")], "y") == ()


def test_the_next_step_follows_until_it_is_signed() -> None:
    assert [next_step(tuple(took(step) for step in ORDER[:count])) for count in range(4)] == [*ORDER, None]


def test_nobody_takes_two_steps() -> None:
    assert is_of_another((took(Step.PREPARED, "a"),), "b")
    assert not is_of_another((took(Step.PREPARED, "a"), took(Step.REVIEWED, "b")), "a")
