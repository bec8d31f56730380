"""Measure how long a unit waits for its receipt when all units of a district hand in at the same moment.

`python bench/portal.py [--units N] [--rounds N] [--megabytes M] [--json]`. Goals: with fifty units at once the receipt
comes within two seconds for 95 of 100, every report is recorded once and its bytes are kept, and the same file, from
fifty connections at once, is one submission. The portal is the real one, over a temporary home: a process of its own,
then as a part of `nianbao serve`, whose runs take up what was handed in while more is coming.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx
from measuring import Row, free_port, load, tell, wait_for

from nianbao.access.store import Access
from nianbao.records.store import Records
from tasks import clock

YEAR, GOAL_S, WITHIN = 2024, 2.0, 95
WAYS = {
    "portal alone": ["portal", "serve", "--port", "{port}"],
    "whole serve": ["serve", "--portal-port", "{port}", "--prefect-port", "{prefect}"],
}


def main() -> int:
    """Measure, print, and return 1 when a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=float, default=0.5, help="size of each report")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    size = int(asked.megabytes * 1e6)
    with tempfile.TemporaryDirectory(prefix="nianbao-bench-") as folder:
        rows = (row for way in WAYS for row in measure(Path(folder) / way, way, asked.units, asked.rounds, size))
        return tell(rows, as_json=asked.json)


def measure(folder: Path, way: str, units: int, rounds: int, size: int) -> Iterator[Row]:
    """Yield a row for each round of different reports, then one of the same file from all."""
    district, home = folder / "district", folder / "home"
    district.mkdir(parents=True)
    (district / "district.yml").write_text(json.dumps(roster(units), ensure_ascii=False), encoding="utf-8")
    records = Records.open(None, home, clock.now)
    access = Access(records.engine, "bench", clock.now)
    keys = [access.make_key(f"town{number}", by="bench") for number in range(units)]
    with served(home, district, WAYS[way]) as address:
        at_once(address, keys, lambda number: b"warm" + str(number).encode())
        for turn in range(rounds):
            before = len(records.submissions("bench", YEAR))
            contents = [os.urandom(size // 2) + f"{turn}/{number}".encode() for number in range(units)]
            waits, answers = at_once(address, keys, contents.__getitem__)
            new = len(records.submissions("bench", YEAR)) - before
            kept = all(records.vault.holds(sha256(content).hexdigest()) for content in contents)
            once = statuses(answers) == {201} and new == units and kept
            yield told(f"{way}: {units} units at once, round {turn + 1}", waits, once)
        before = len(records.submissions("bench", YEAR))
        waits, answers = at_once(address, keys[:1] * units, lambda _: b"the same" * 1000)
        ids = {answer.json()["id"] for answer in answers if answer.status_code < 300}
        once = len(records.submissions("bench", YEAR)) == before + 1 and len(ids) == 1
        yield told(f"{way}: the same file {units} times at once", waits, once)
    records.close()


def at_once(address: str, keys: list[str], content: Callable[[int], bytes]) -> tuple[list[float], list[httpx.Response]]:
    """Hand in from as many connections as there are keys, at the same moment; return the waits and the answers."""
    start = Barrier(len(keys))

    def hand_in(number: int) -> tuple[float, httpx.Response]:
        with httpx.Client(timeout=60, trust_env=False) as client:
            files, form = {"file": ("report.txt", content(number))}, {"year": str(YEAR)}
            start.wait()
            begun = time.perf_counter()
            headers = {"Authorization": f"Bearer {keys[number]}"}
            answer = client.post(f"{address}/api/v1/submissions", headers=headers, files=files, data=form)
            return time.perf_counter() - begun, answer

    with ThreadPoolExecutor(len(keys)) as pool:
        outcomes = list(pool.map(hand_in, range(len(keys))))
    return [wait for wait, _ in outcomes], [answer for _, answer in outcomes]


@contextmanager
def served(home: Path, district: Path, command: list[str]) -> Iterator[str]:
    """Serve the portal by one of the ways until the block ends."""
    ports = {name: str(free_port()) for name in ("{port}", "{prefect}")}
    said = [ports.get(word, word) for word in command]
    program = [Path(sys.executable).with_name("nianbao"), "--home", home, *said, "--district", district]
    server = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{ports['{port}']}"
    try:
        wait_for(f"{address}/health")
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(60)


def roster(units: int) -> dict[str, Any]:
    """Return a district of so many towns."""
    towns = [{"code": f"town{k}", "name": f"第{k}镇", "type": "镇", "aliases": []} for k in range(units)]
    deadlines = {"report": "02-15", "publish": "04-01"}
    return {
        "code": "bench",
        "name": "云石区",
        "body": "云石区委全面依法治区委员会办公室",
        "units": towns,
        "deadlines": deadlines,
    }


def statuses(answers: list[httpx.Response]) -> set[int]:
    """Return the statuses that were answered."""
    return {answer.status_code for answer in answers}


def told(what: str, waits: list[float], once: bool) -> Row:
    """Return the middle wait, the one that 95 of 100 stay under, and the longest; what was lost fails the row."""
    p95 = statistics.quantiles(waits, n=100, method="inclusive")[WITHIN - 1]
    return {
        "what": what, "p50_s": statistics.median(waits), "seconds": p95, "max_s": max(waits),
        "goal": GOAL_S if once else 0, "recorded_once": once, "load": load(),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
