from __future__ import annotations

import importlib
import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
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
    assert [schedule.schedule.cron for schedule in made["yearly"].schedules] == ["0 8 10 2 *", "0 8 10 3 *"]
    (trigger,) = made["on-submission"].triggers
    assert trigger.expect == {"nianbao.report.submitted"}
    assert all(deployment.parameters == {"district": "demo"} for deployment in made.values())


def test_serve_brings_server_and_deployments_up_and_takes_them_down(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    nianbao = Path(sys.executable).with_name("nianbao")
    command = [nianbao, "--home", tmp_path, "serve", "--district", "demo", "--prefect-port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as served:
        try:
            assert wait_for_deployments(port) == DEPLOYMENTS.keys()
            served.send_signal(signal.SIGINT)
            _, said = served.communicate(timeout=60)
        finally:
            served.kill()
    assert served.returncode == 0 and f"127.0.0.1:{port}" in said and "Traceback" not in said
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0, "the server has gone"


def wait_for_deployments(port: int) -> set[str]:
    """Return the names of the deployments once they are there, what there is after two minutes otherwise."""
    address = f"http://127.0.0.1:{port}/api/deployments/filter"
    request = urllib.request.Request(address, data=b"{}", headers={"Content-Type": "application/json"})
    names: set[str] = set()
    end = time.monotonic() + 120
    while names != DEPLOYMENTS.keys() and time.monotonic() < end:
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                names = {entry["name"] for entry in json.load(answer)}
        except OSError:
            time.sleep(0.5)
    return names
