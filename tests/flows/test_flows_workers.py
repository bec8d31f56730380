"""The same flows on a work pool: a server, two workers, records and runs in PostgreSQL; skipped where there is none."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deployments.embedded import embed_service
from nianbao.records.store import Records

ROOT = Path(__file__).resolve().parents[2]
LONG_S = 240
REPORTS = 6


class Pool:
    """A server with a work pool, two workers and a watch over the inbox, as processes of this machine."""

    def __init__(self, home: Path, district: str, postgres: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.api = f"http://127.0.0.1:{free.getsockname()[1]}/api"
        self.home, self.database = home, f"{postgres}_records"
        # not what the flows of other tests have set for Prefect in this process, such as to say nothing
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | {
            "NIANBAO_DATABASE": self.database, "NIANBAO_PREFECT_DATABASE": f"{postgres}_prefect",
            "NIANBAO_ROOT": str(ROOT), "NIANBAO_HOME": str(home), "NIANBAO_DISTRICT": district,
        }  # fmt: skip
        embed_service(home, self.api, self.environment)
        self.environment["PREFECT_WORKER_QUERY_SECONDS"] = "2"
        self.programs: list[subprocess.Popen[bytes]] = []
        self.prefect("server", "start", "--port", self.api.split(":")[2].removesuffix("/api"))
        until(lambda: urllib.request.urlopen(f"{self.api}/health", timeout=5))
        for words in (["work-pool", "create", "nianbao", "--type", "process"], ["--no-prompt", "deploy", "--all"]):
            where = ["--prefect-file", "deployments/prefect.yaml"] if "deploy" in words else []
            self.do(sys.executable, "-m", "prefect", *words, *where)
        for name in ("one", "two"):
            self.prefect("worker", "start", "--pool", "nianbao", "--limit", "2", "--name", name)
        self.start("tending", sys.executable, "-m", "deployments.tending", district)

    def prefect(self, *words: str) -> None:
        self.start(words[-1], sys.executable, "-m", "prefect", *words)

    def said(self, name: str) -> str:
        return (self.home / f"{name}.txt").read_text(encoding="utf-8")

    def start(self, name: str, *command: str) -> None:
        with (self.home / f"{name}.txt").open("ab") as said:
            self.programs.append(
                subprocess.Popen(
                    command, cwd=ROOT, env=self.environment, stdout=said, stderr=said, start_new_session=True
                )
            )

    def do(self, *command: str) -> str:
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def runs(self, *states: str) -> list[dict[str, Any]]:
        wanted = {"flows": {"name": {"any_": ["zone-report"]}}, "flow_runs": {"state": {"type": {"any_": states}}}}
        asked = urllib.request.Request(
            f"{self.api}/flow_runs/filter", json.dumps(wanted).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(asked, timeout=20) as answer:
            found: list[dict[str, Any]] = json.load(answer)
        return found

    def stop(self) -> None:
        for program in reversed(self.programs):
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()


@pytest.fixture
def pool(tmp_path: Path, district: str, postgres_server: str) -> Iterator[Pool]:
    import psycopg

    home, name = tmp_path / "home", f"pool{os.getpid()}"
    (home / "inbox" / "yunxiu" / "2023").mkdir(parents=True)
    address = postgres_server.rsplit("/", 1)[0]
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        for part in ("records", "prefect"):
            admin.execute(f"CREATE DATABASE {name}_{part} ENCODING 'UTF8' TEMPLATE template0")
        made = Pool(home, district, f"{address}/{name}")
        yield made
        made.stop()
        for part in ("records", "prefect"):
            admin.execute(f"DROP DATABASE {name}_{part} WITH (FORCE)")


def until(found: Any) -> Any:
    end = time.monotonic() + LONG_S
    while True:
        try:
            if got := found():
                return got
        except OSError:
            pass
        assert time.monotonic() < end
        time.sleep(1)


def test_two_workers_take_each_report_once_and_the_server_shows_what_the_file_says(pool: Pool, inbox: Path) -> None:
    assert "部署完好" in pool.do(sys.executable, "-m", "deployments.reading_back")
    until(lambda: all("started!" in pool.said(worker) for worker in ("one", "two")))
    text = (inbox / "高新区.txt").read_text(encoding="utf-8")
    for number in range(REPORTS):
        file = pool.home / "inbox" / "yunxiu" / "2023" / f"第{number}稿.txt"
        file.write_text(text.replace("210家次", f"{220 + number}家次"), encoding="utf-8")
    runs = until(lambda: found if len(found := pool.runs("COMPLETED")) == REPORTS else None)
    with Records.open(pool.database, pool.home) as records:
        assert sorted(entry.version or 0 for entry in records.submissions("yunxiu", 2023)) == [1, 2, 3, 4, 5, 6]
    assert not pool.runs("FAILED", "CRASHED")
    for worker in ("one", "two"):
        assert any(run["id"] in pool.said(worker) for run in runs), "each had its share"
