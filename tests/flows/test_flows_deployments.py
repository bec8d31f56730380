from __future__ import annotations

import importlib
from dataclasses import replace
from typing import Any

import pytest

from deployments.reading_back import find_faults
from deployments.serve import deployments_of, full_names, read_deployments
from tasks.orchestrator import Deployed

DEPLOYMENTS = read_deployments()


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_an_entrypoint_is_a_flow_that_takes_the_parameters(name: str) -> None:
    entry = DEPLOYMENTS[name]
    path, _, function = entry["entrypoint"].partition(":")
    flow = getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), function)
    given: dict[str, Any] = {**entry["parameters"], "district": "demo"}
    if name == "form":
        given["decision"] = {"act": "批注", "unit": "jingkai", "year": 2024, "why": "请核对", "by": "周审核"}
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
    assert [schedule.schedule.cron for schedule in made["yearly"].schedules] == ["0 8 10 2 *", "0 8 10 3 *"]
    assert [schedule.schedule.cron for schedule in made["daily"].schedules] == ["30 8 * * *"]
    assert not made["form"].schedules and not made["replay"].schedules, "a person starts these"
    (trigger,) = made["on-submission"].triggers
    assert trigger.expect == {"nianbao.report.submitted"}
    assert all(deployment.parameters == {"district": "demo"} for deployment in made.values())
    assert all(":" not in deployment.entrypoint for deployment in made.values()), "found by module from every folder"


def test_reading_back_sees_what_is_not_there() -> None:
    crons = {"yearly": ("0 8 10 2 *",), "sweep": ("*/10 * * * *",), "daily": ("30 8 * * *",)}
    sound = [
        Deployed(
            name=full,
            crons=crons.get(name, ()),
            timezones=("Asia/Shanghai",) * len(crons.get(name, ())),
            triggers=1 if name == "on-submission" else 0,
            scheduled_runs=3 if name in ("sweep", "daily") else 0,
        )
        for full, name in zip(full_names(), DEPLOYMENTS, strict=True)
    ]
    assert list(find_faults(sound)) == []

    def faults(name: str, **wrong: Any) -> str:
        return "".join(find_faults([replace(d, **wrong) if d.name.endswith(f"/{name}") else d for d in sound]))

    assert "没有生效的定时" in faults("yearly", crons=())
    assert "不是北京时间" in faults("yearly", timezones=("UTC",))
    assert "调度器可能没有工作" in faults("daily", scheduled_runs=0)
    assert "触发器" in faults("on-submission", triggers=0)
    assert "calendar/daily 不在服务上" in "".join(find_faults(d for d in sound if d.name != "calendar/daily"))
