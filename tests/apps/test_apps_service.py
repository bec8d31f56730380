"""What the doctor says of a Prefect server, held against an API that answers as Prefect's does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from apps.service import examine_service

DAILY = {
    "id": "d1", "name": "daily", "paused": False,
    "schedules": [{"active": True, "schedule": {"cron": "30 8 * * *", "timezone": "Asia/Shanghai"}}],
}  # fmt: skip
YEARLY = {
    "id": "d2", "name": "yearly", "paused": False,
    "schedules": [{"active": True, "schedule": {"cron": "0 8 20 2 *", "timezone": "Asia/Shanghai"}}],
}  # fmt: skip


@dataclass
class Api:
    url: str = ""
    deployments: list[dict[str, Any]] = field(default_factory=lambda: [DAILY, YEARLY])
    scheduled: list[dict[str, Any]] = field(default_factory=lambda: [{"deployment_id": "d1"}])
    running: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, path: str, asked: str) -> list[dict[str, Any]]:
        if path.endswith("/deployments/filter"):
            return self.deployments
        return self.scheduled if "SCHEDULED" in asked else self.running


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    told = Api()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply(True)

        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.reply(told.answer(self.path, asked))

        def reply(self, value: object) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(value).encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        told.url = f"http://127.0.0.1:{server.server_port}/api"
        monkeypatch.setenv("PREFECT_API_URL", told.url)
        yield told
        server.shutdown()


def bad(home: Path) -> dict[str, str]:
    return {answer.what: answer.said for answer in examine_service(home) if not answer.good}


def test_a_sound_service_is_called_sound(api: Api, tmp_path: Path) -> None:
    assert bad(tmp_path) == {}
    assert len(examine_service(tmp_path)) == 3


def test_a_scheduler_that_has_died_without_a_word_is_seen(api: Api, tmp_path: Path) -> None:
    api.scheduled = []
    assert "daily 没有排出下一次运行" in bad(tmp_path)["调度器"]


def test_a_run_that_has_long_been_dead_is_seen_and_a_young_one_is_not(api: Api, tmp_path: Path) -> None:
    api.running = [{"name": "高新区-2023-v1", "start_time": "2024-01-01T00:00:00Z"}]
    assert "高新区-2023-v1 等 1 个" in bad(tmp_path)["运行"]
    api.running = [{"name": "高新区-2023-v1", "start_time": "2999-01-01T00:00:00Z"}, {"name": "b", "start_time": None}]
    assert bad(tmp_path) == {}


def test_a_server_that_is_down_and_a_service_that_was_killed_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    assert "没有应答" in bad(tmp_path)["Prefect"]
    monkeypatch.delenv("PREFECT_API_URL")
    assert bad(tmp_path) == {}
    (tmp_path / "prefect").mkdir()
    served = {"api": "http://127.0.0.1:9/api", "pid": 2**22 + 1, "district": "demo"}
    (tmp_path / "prefect" / "served.json").write_text(json.dumps(served), encoding="utf-8")
    assert "没有正常结束" in bad(tmp_path)["Prefect"]
