"""Take down what a reviewer decides, from the run dialog of Prefect's UI: send back, comment, waive.

Nothing here accepts a report or releases one, no parameter has a default that decides, and a run without parameters is
refused before it begins.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow
from prefect.runtime import flow_run

from tasks.deciding import Decision, show_decided, take_down
from tasks.workplace import open_workplace


def run_name() -> str:
    """Name the run by district, act, unit and year."""
    asked: dict[str, Any] = flow_run.parameters
    decision = Decision.model_validate(asked["decision"])
    return f"{Path(asked['district']).name}-{decision.act}-{decision.unit}-{decision.year}"


@flow(
    name="review",
    flow_run_name=run_name,
    description="审核办理：退回、批注、豁免。认定合格和发布不在此办理",
    persist_result=False,
)
def review(district: str, decision: Decision) -> str:
    """Take one decision down, show the unit's card as it stands then, and return the report's state.

    Args:
        district: 辖区，一般不改
        decision: 审核意见；认定合格和发布不在此办理
    """
    place = open_workplace(district)
    decided = take_down(place, decision)
    show_decided(place, decided)
    return str(decided.state)
