"""Measure the same year by an embedded run and with a Prefect server of its own, on SQLite and PostgreSQL, and by Dask.

`python bench/servers.py [--counts 10 100] [--json]`. Ratios are by the clock against the embedded run with threads,
side by side over the same reports: a server and Dask work in programs of their own. `cpu_s` is our program's.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import postgres
from measuring import Row, free_port, load, tell, wait_for
from pipeline import child, copied, vaulted

from deployments.embedded import embed_service


def measure(folder: Path, counts: list[int]) -> Iterator[Row]:
    """Yield a row for each count and way."""
    with ExitStack() as stack:
        ways = {
            "embedded, threads": {},
            "server on SQLite, threads": stack.enter_context(served(folder / "sqlite")),
        }
        if databases := stack.enter_context(postgres.served()):
            ways["server on PostgreSQL, threads"] = stack.enter_context(served(folder / "postgresql", databases[0]))
        ways["embedded, Dask"] = {"NIANBAO_TASKS": "dask"}
        for count in counts:
            source, embedded_s = vaulted(folder / str(count), count), 0.0
            for number, (way, environment) in enumerate(ways.items()):
                found = child("flow", copied(source, str(number)), environment)
                assert found["left"] == 0, f"{way}: {found['left']} of {count} reports were not read"
                embedded_s = embedded_s or found["seconds"]
                yield {
                    "what": f"{count} reports, {way}", "by_clock_s": found["seconds"], "cpu_s": found["cpu_s"],
                    "ratio": found["seconds"] / embedded_s, "load": load(),
                }  # fmt: skip
    if not databases:
        yield {"what": "server on PostgreSQL: not measured, no PostgreSQL here"}


@contextmanager
def served(home: Path, database: str = "") -> Iterator[dict[str, str]]:
    """Serve Prefect as `nianbao serve` does while the block runs; give what points a run there."""
    port = free_port()
    url, environment = f"http://127.0.0.1:{port}/api", {**os.environ, "NIANBAO_PREFECT_DATABASE": database}
    embed_service(home, url, environment)
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    program = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"{url}/health")
        yield {"PREFECT_API_URL": url}
    finally:
        program.terminate()
        program.wait()


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", type=int, nargs="+", default=[10, 100])
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nianbao-bench-") as name:
        return tell(measure(Path(name), arguments.counts), as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
