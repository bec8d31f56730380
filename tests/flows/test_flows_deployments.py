from __future__ import annotations

import importlib
from typing import Any

import pytest

from deployments.serve import deployments_of, read_deployments

DEPLOYMENTS = read_deployments()


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_an_entrypoint_is_a_flow_that_takes_the_parameters(name: str) -> None:
    entry = DEPLOYMENTS[name]
    path, _, function = entry["entrypoint"].partition(":")
    flow = getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), function)
    given: dict[str, Any] = {**entry["parameters"], "district": "demo"}
    triggered = {key for trigger in entry.get("triggers", ()) for key in trigger["parameters"]}
    if "submission" in triggered:
        given["submission"] = "12"
    assert given.keys() | triggered == given.keys()
    flow.validate_parameters(given)


def test_the_yearly_runs_are_in_china_s_time_and_compute_their_year() -> None:
    schedules = DEPLOYMENTS["yearly"]["schedules"]
    assert {schedule["timezone"] for schedule in schedules} == {"Asia/Shanghai"}
    assert {tuple(schedule["cron"].split()[2:4]) for schedule in schedules} == {("20", "2"), ("15", "3")}
    assert "year" not in DEPLOYMENTS["yearly"]["parameters"]


def test_every_deployment_tells_a_person_in_chinese_what_it_does() -> None:
    for entry in DEPLOYMENTS.values():
        assert any("\u4e00" <= character <= "\u9fff" for character in entry["description"])
        assert entry["concurrency_limit"]["limit"] >= 1


def test_one_process_serves_what_the_file_says() -> None:
    made = {deployment.name: deployment for deployment in deployments_of("demo")}
    assert made.keys() == DEPLOYMENTS.keys()
    assert len(made["yearly"].schedules) == 2
    (trigger,) = made["on-submission"].triggers
    assert trigger.expect == {"nianbao.report.submitted"}
    assert all(deployment.parameters == {"district": "demo"} for deployment in made.values())
