"""Read back from the server what was deployed: `python -m deployments.reading_back`.

A scheduler can be dead without a word: newer versions of Prefect's own dependencies killed it silently. So nobody
believes a deployment before the server shows its schedules, its trigger and a run that it has scheduled.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any

from deployments.serve import flow_of, read_deployments
from tasks.orchestrator import Deployed, connected

WAIT_S = 90.0
"""The scheduler looks around once a minute."""


def find_faults(deployed: Iterable[Deployed]) -> Iterator[str]:
    """Yield one Chinese line for each thing that prefect.yaml says and the server does not show."""
    known = {entry.name: entry for entry in deployed}
    for name, entry in read_deployments().items():
        full = f"{flow_of(entry).name}/{name}"
        if full not in known:
            yield f"部署 {full} 不在服务上"
            continue
        yield from _faults_of(known[full], entry)


def wait_until_sound(wait_s: float = WAIT_S) -> list[str]:
    """Ask until nothing is missing, and return what still is after that long."""
    end = time.monotonic() + wait_s
    while True:
        with connected() as orchestrator:
            faults = list(find_faults(orchestrator.deployed()))
        if not faults or time.monotonic() > end:
            return faults
        time.sleep(1)


def _faults_of(found: Deployed, entry: dict[str, Any]) -> Iterator[str]:
    schedules = entry.get("schedules", ())
    # A district may have more or fewer passes than the file; none at all is a fault.
    if schedules and not found.crons:
        yield f"部署 {found.name} 没有生效的定时"
    elif schedules and set(found.timezones) != {"Asia/Shanghai"}:
        yield f"部署 {found.name} 的定时不是北京时间"
    # A yearly run is scheduled at most a hundred days ahead; what runs daily must always have its next run.
    elif any(schedule["cron"].endswith("* * *") for schedule in schedules) and not found.scheduled_runs:
        yield f"部署 {found.name} 没有排出下一次运行：调度器可能没有工作，请运行 nianbao doctor"
    if entry.get("triggers") and not found.triggers:
        yield f"部署 {found.name} 的事件触发器不在服务上"


def main() -> int:
    """Print what is missing; 0 when nothing is."""
    faults = wait_until_sound()
    sys.stdout.write("".join(f"{fault}\n" for fault in faults) or "部署完好：定时、触发器和已排的运行都在\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
