"""Run years in processes that may be killed: one program that has imported everything, and a fork of it for each run.

Importing costs seconds, a run of a tiny district one or two. A line of JSON asks for runs that go on at the same time;
the answer is a line with how each of them ended: 0, the number of an exit, or minus the number of the signal.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from apps.cli import invoke

YEAR, DAY = 2023, date(2024, 1, 20)


def run_year(folder: Path, day: str) -> None:
    """Receive, read, check, consolidate and render, as the flow does, without Prefect."""
    from tasks import clock, steps, year
    from tasks.claiming import begin_year, end_year
    from tasks.inbox import receive_files
    from tasks.surviving import part_pending, tried
    from tasks.workplace import open_workplace

    as_of = date.fromisoformat(day)
    place = open_workplace(str(folder / "district"))
    receive_files(place, folder / "inbox", YEAR, clock.received_at(as_of))
    place.records.forget_stale(place.district.code, YEAR, place.reading_key)
    begin_year(place, YEAR)
    for group in part_pending(place, YEAR):
        for submission in group:
            with tried(place, [submission.id]):
                steps.take_in(place, submission.id)
    year.check_year(place, YEAR, clock.last_moment(as_of))
    year.publish_year(place, YEAR, clock.last_moment(as_of), folder / "out")
    end_year(place, YEAR)
    place.records.close()


def fork(asked: dict[str, Any]) -> int:
    """Begin one run of a year, or one command, and return its process."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    folder, code = Path(asked["folder"]), 0
    os.environ.update(asked["environment"], NIANBAO_HOME=str(folder / "home"))
    time.tzset()
    with (folder / "stderr.txt").open("a", encoding="utf-8") as sys.stderr:
        try:
            if asked["command"]:
                with (folder / "stdout.txt").open("a", encoding="utf-8") as sys.stdout:
                    code = invoke(["--home", str(folder / "home"), *asked["command"]])
            else:
                run_year(folder, asked["day"])
        except BaseException:
            traceback.print_exc()
            code = 1
    os._exit(code)


def main() -> None:
    """Import what a run needs, then answer line by line."""
    import great_expectations  # noqa: F401
    import typst  # noqa: F401
    import vl_convert  # noqa: F401

    for needed in (
        "nianbao.release.sealing", "nianbao.report.paper", "nianbao.report.rendering", "nianbao.report.web",
        "nianbao.report.word", "nianbao.report.workbook", "tasks.claiming", "tasks.surviving", "tasks.year",
    ):  # fmt: skip
        import_module(needed)

    for line in sys.stdin:
        children = [fork(asked) for asked in json.loads(line)]
        ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        sys.stdout.write(json.dumps(ended) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
