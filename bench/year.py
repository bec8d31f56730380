"""A district and its generated reports in a folder, and the year's work over them in plain domain code."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generate import NAMES, reports

if TYPE_CHECKING:
    from tasks.workplace import Workplace

YEAR, UNITS, SEED, FAULT_RATE = 2024, 60, 20240115, 0.1
DAY, CODE = date(2025, 1, 20), "bench"


def lay_out(folder: Path, count: int) -> None:
    """Write a district and so many reports into an inbox, a tenth of them with a fault."""
    district, inbox = folder / "district", folder / "inbox"
    district.mkdir(parents=True)
    inbox.mkdir()
    units = [{"code": f"town{k}", "name": name, "type": "镇", "aliases": []} for k, name in enumerate(NAMES[:UNITS])]
    roster = {
        "code": CODE, "name": "云石区", "body": "云石区委全面依法治区委员会办公室", "units": units,
        "deadlines": {"report": "02-15", "publish": "04-01"},
    }  # fmt: skip
    (district / "district.yml").write_text(json.dumps(roster, ensure_ascii=False), encoding="utf-8")
    for number, report in enumerate(reports(count, YEAR, SEED, FAULT_RATE, UNITS)):
        (inbox / f"{number:05d}{report.file}").write_text(report.text, encoding="utf-8")


def work_in(folder: Path, database: str = "") -> Workplace:
    """Open the folder's district in the folder's home, with its records in that database if one is named."""
    from tasks.workplace import open_workplace

    os.environ.update(NIANBAO_HOME=str(folder / "home"), NIANBAO_DATABASE=database)
    return open_workplace(str(folder / "district"))


def receive(place: Workplace, folder: Path, first: int = 0, last: int | None = None) -> None:
    """Receive the reports between these numbers, under the years that they speak of."""
    for file in sorted((folder / "inbox").iterdir())[first:last]:
        place.records.receive(
            file, district=CODE, name=file.name, received_at=datetime(2025, 1, 20, tzinfo=UTC), year=int(file.name[5:9])
        )


def read_pending(place: Workplace) -> int:
    """Take in what waits, one after the other, and say how much it was."""
    from tasks.steps import take_in

    pending = place.records.pending(CODE, YEAR)
    for submission in pending:
        take_in(place, submission.id)
    return len(pending)
