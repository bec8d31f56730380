"""What the benchmarks share: the cost of a piece of work, rows with goals, and how they are told."""

from __future__ import annotations

import json
import os
import resource
import socket
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
MEASURES = ("read", "seconds", "ratio", "grown", "exponent")
"""What a row's goal is about: the first of these that it has. A share must reach its goal, all else stay under it."""

START_S = 180


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, and of the processor: of this program and of its children that have ended."""

    seconds: float
    cpu_s: float


def spent() -> Cost:
    """Return the moment, and the processor's time until now."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Cost(time.perf_counter(), sum(each.ru_utime + each.ru_stime for each in (own, children)))


@contextmanager
def timed(costs: list[Cost]) -> Iterator[None]:
    """Add what the block costs."""
    begun = spent()
    yield
    ended = spent()
    costs.append(Cost(ended.seconds - begun.seconds, ended.cpu_s - begun.cpu_s))


def least_of(costs: Iterable[Cost]) -> Cost:
    """Return the least of several rounds: what others do on the machine only adds."""
    taken = list(costs)
    return Cost(min(cost.seconds for cost in taken), min(cost.cpu_s for cost in taken))


def peak_mb() -> float:
    """Return the most memory that this program has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def is_missed(row: Row) -> bool:
    """Say whether a row has a goal and misses it."""
    if row.get("goal") is None:
        return False
    if "share" in row:
        return bool(row["share"] < row["goal"])
    return bool(next(row[key] for key in MEASURES if key in row) > row["goal"])


def tell(rows: Iterable[Row], *, as_json: bool) -> int:
    """Print each row as it comes, in the end all as JSON if asked; return 1 when a goal is missed."""
    told: list[Row] = []
    for row in rows:
        told.append(row)
        said = "  ".join(f"{key} {value:.2f}" for key, value in row.items() if isinstance(value, int | float))
        sys.stderr.write(f"{row['what']:60} {said}{'  MISSED' if is_missed(row) else ''}\n")
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n" if as_json else "")
    return int(any(map(is_missed, told)))


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def wait_for(url: str) -> None:
    """Wait until an address answers; TimeoutError when it does not."""
    direct, end = urllib.request.build_opener(urllib.request.ProxyHandler({})), time.monotonic() + START_S
    while time.monotonic() < end:
        try:
            with direct.open(url, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(url)


def load() -> float:
    """Return how busy the machine is: how many programs want a processor."""
    return round(os.getloadavg()[0], 1)
