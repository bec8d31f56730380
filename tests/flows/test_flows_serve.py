"""One command serves a district, and whatever is killed meanwhile, no submission is lost and none is done twice."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from flows_browser import CHROMIUM, browsing

from nianbao.records.store import Records

T = TypeVar("T")
NIANBAO = Path(sys.executable).with_name("nianbao")
LONG_S = 480
"""A busy machine needs long; the acceptance measures how fast it is."""


@dataclass
class Service:
    """A district that is served, its inbox, and its server's API."""

    home: Path
    district: str
    port: int
    portal: int
    inbox: Path = field(init=False)
    program: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.inbox = self.home / "inbox" / "yunxiu" / "2023"
        self.inbox.mkdir(parents=True)

    def start(self) -> None:
        ports = ["--prefect-port", str(self.port), "--portal-port", str(self.portal)]
        command = [NIANBAO, "--home", self.home, "serve", "--district", self.district, *ports]
        with (self.home / "said.txt").open("ab") as said:
            self.program = subprocess.Popen(
                command, stdout=said, stderr=said, start_new_session=True, env={**os.environ, "NIANBAO_QUIET": "8"}
            )
        until(lambda: "已就绪" in self.said())

    def said(self) -> str:
        return (self.home / "said.txt").read_text(encoding="utf-8")

    def drop(self, name: str, text: str) -> None:
        (self.inbox / name).write_text(text, encoding="utf-8")

    def runs(self, flow: str, *states: str) -> list[dict[str, Any]]:
        wanted = {"flows": {"name": {"any_": [flow]}}, "flow_runs": {"state": {"type": {"any_": list(states)}}}}
        return self.ask("flow_runs", wanted)

    def ask(self, what: str, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        address = f"http://127.0.0.1:{self.port}/api/{what}/filter"
        asked = urllib.request.Request(
            address, json.dumps({**wanted, "limit": 200}).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(asked, timeout=20) as answer:
            found: list[dict[str, Any]] = json.load(answer)
        return found

    def versions(self) -> dict[str, int]:
        """Return how many versions are recorded of each unit."""
        with Records.open(None, self.home) as records:
            recorded = [entry for entry in records.submissions("yunxiu", 2023) if entry.version]
        return {unit: sum(entry.unit == unit for entry in recorded) for unit in {str(e.unit) for e in recorded}}

    def waiting(self) -> int:
        with Records.open(None, self.home) as records:
            return len(records.pending("yunxiu", 2023))


@pytest.fixture
def service(tmp_path: Path, district: str) -> Iterator[Service]:
    with socket.socket() as one, socket.socket() as other:
        for free in (one, other):
            free.bind(("127.0.0.1", 0))
        ports = one.getsockname()[1], other.getsockname()[1]
    served = Service(tmp_path / "home", district, *ports)
    served.start()
    yield served
    if served.program.poll() is None:
        os.killpg(served.program.pid, signal.SIGKILL)
        served.program.wait()


def until(found: Callable[[], T], seconds: float = LONG_S) -> T:
    """Wait until something is found, and return it."""
    end = time.monotonic() + seconds
    while True:
        try:
            if (got := found()) or time.monotonic() > end:
                assert got
                return got
        except OSError:
            assert time.monotonic() < end
        time.sleep(0.5)


def test_a_dropped_file_becomes_a_run_once_and_a_pile_of_them_one_consolidation(
    service: Service, inbox: Path, district: str
) -> None:
    text = (inbox / "高新区.txt").read_text(encoding="utf-8")
    with urllib.request.urlopen(f"http://127.0.0.1:{service.portal}/health", timeout=20) as answer:
        assert answer.status == 200
    dropped = time.monotonic()
    service.drop("报告.txt", text)
    (run,) = until(lambda: service.runs("zone-report", "COMPLETED"))
    idle = os.getloadavg()[0] < (os.cpu_count() or 1)
    assert time.monotonic() - dropped < (20 if idle else LONG_S)
    assert until(lambda: service.runs("zone-report", "COMPLETED")[0]["name"] == "云岫高新技术产业开发区-2023-v1")
    until(lambda: len(service.ask("task_runs", {"task_runs": {"flow_run_id": {"any_": [run["id"]]}}})) == 4)
    shown = {artifact["key"]: artifact["data"] for artifact in service.ask("artifacts", {})}
    assert "整改安全隐患数" in shown["unit-yunxiu-gaoxin-2023"] and "缺报" in shown["board-yunxiu-2023"]
    until(lambda: service.runs("district-report", "COMPLETED"))

    service.drop("报告（同一份）.txt", text)
    for number in range(10):
        service.drop(f"第{number}稿.txt", text.replace("210家次", f"{220 + number}家次"))
    until(lambda: service.versions() == {"gaoxin": 11})
    until(lambda: len(service.runs("district-report", "COMPLETED")) == 2)
    assert len(service.runs("zone-report", "COMPLETED")) == 11
    assert (service.home / "out" / "yunxiu" / "2023" / "report.pdf").is_file()

    if CHROMIUM:
        look_at(service, run["id"])
    service.program.send_signal(signal.SIGINT)
    assert service.program.wait(45) == 0
    assert "Traceback" not in service.said() and "已停止" in service.said()
    assert not is_open(service.port) and not is_open(service.portal), "they have gone"


def look_at(service: Service, run: str) -> None:
    """Look as a clerk does: the run with its steps, what it shows in Chinese, and the form of the review."""
    shown = {entry["key"]: entry for entry in sorted(service.ask("artifacts", {}), key=lambda entry: entry["created"])}
    artifacts = {key: entry["id"] for key, entry in shown.items()}
    (form,) = (entry["id"] for entry in service.ask("deployments", {}) if entry["name"] == "form")
    with browsing(f"http://127.0.0.1:{service.port}/v2") as browser:
        browser.sees(f"/runs/flow-run/{run}", "云岫高新技术产业开发区-2023-v1", "读出数据", "已校验")
        browser.keep("run")
        browser.sees(
            f"/artifacts/artifact/{artifacts['unit-yunxiu-gaoxin-2023']}", "整改安全隐患数", "原文、数据和出处"
        )
        browser.keep("unit-card")
        browser.sees(f"/artifacts/artifact/{artifacts['board-yunxiu-2023']}", "石禾镇", "缺报")
        browser.keep("board")
        browser.sees(f"/artifacts/artifact/{artifacts['report-yunxiu-2023']}", "发现安全隐患数")
        browser.keep("summary")
        if "](data:image/svg" in shown["report-yunxiu-2023"]["data"]:
            browser.draws(f"/artifacts/artifact/{artifacts['report-yunxiu-2023']}", "img[src^='data:image/svg']")
        browser.sees(f"/deployments/deployment/{form}/run", "审核意见", "报送单位代码", "豁免时必填")
        browser.keep("review-form")


def test_what_is_killed_in_the_middle_of_ten_and_submitted_while_all_is_down_is_recorded_once_each(
    service: Service, inbox: Path, district: str
) -> None:
    text = (inbox / "高新区.txt").read_text(encoding="utf-8")
    for number in range(10):
        service.drop(f"第{number}稿.txt", text.replace("210家次", f"{220 + number}家次"))
    until(lambda: service.runs("zone-report", "RUNNING", "PENDING", "COMPLETED"))
    os.killpg(service.program.pid, signal.SIGKILL)
    service.program.wait()
    until(lambda: not is_open(service.port) and not is_open(service.portal))

    late = [inbox / f"迟到{number}.txt" for number in range(5)]
    for number, file in enumerate(late):
        file.write_text(text.replace("210家次", f"{300 + number}家次"), encoding="utf-8")
    submit = [NIANBAO, "--home", service.home, "submit", *late, "--district", district, "--year", "2023"]
    subprocess.run(submit, check=True, capture_output=True)
    (service.home / "said.txt").unlink()
    service.start()
    until(lambda: service.versions() == {"gaoxin": 15} and not service.waiting())

    children = Path(f"/proc/{service.program.pid}/task/{service.program.pid}/children").read_text().split()
    deployments = next(pid for pid in children if b"deployments.serve" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(int(deployments), signal.SIGKILL)
    service.drop("最后一稿.txt", text.replace("210家次", "400家次"))
    until(lambda: service.versions() == {"gaoxin": 16} and not service.waiting())
    assert "正在重新启动" in service.said()
    until(lambda: not service.runs("zone-report", "RUNNING", "PENDING"))


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
