"""Serve the deployments of one district from one process: `python -m deployments.serve DISTRICT`.

For a machine without a work pool; PREFECT_API_URL names the server. Words, limits and trigger are those of
prefect.yaml; the days of the yearly runs are the district's own.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

from nianbao.district import District, load_district
from nianbao.places import data_folder

DEPLOYMENTS = Path(__file__).resolve().parent / "prefect.yaml"


def read_deployments(file: Path = DEPLOYMENTS) -> dict[str, dict[str, Any]]:
    """Return the deployments of prefect.yaml by name."""
    raw = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    return {entry["name"]: entry for entry in raw["deployments"]}


def deployments_of(district: str) -> list[Any]:
    """Return the district's deployments, ready to be served."""
    from prefect.events import DeploymentEventTrigger
    from prefect.schedules import Cron

    from flows.district_report import district_report
    from flows.zone_report import zone_report

    flows: dict[str, Any] = {"yearly": district_report, "on-submission": zone_report}
    crons = pass_crons(load_district(district, data_folder("districts")))
    made = []
    for name, entry in read_deployments().items():
        common = {"description": entry["description"], "tags": entry["tags"], "parameters": {"district": district}}
        schedules = (
            [Cron(cron, timezone="Asia/Shanghai", slug=slug) for slug, cron in crons] if name == "yearly" else []
        )
        triggers = [
            DeploymentEventTrigger(**{key: value for key, value in trigger.items() if key != "type"})
            for trigger in entry.get("triggers", ())
        ]
        served: dict[str, Any] = {**common, "triggers": triggers, "schedules": schedules or None}
        made.append(
            flows[name].to_deployment(name=name, concurrency_limit=entry["concurrency_limit"]["limit"], **served)
        )
    return made


def pass_crons(district: District) -> list[tuple[str, str]]:
    """Return a slug and a cron line for each of the district's passes, at eight in the morning."""
    days = [day.split("-") for day in district.deadlines.passes]
    return [(f"pass-{month}-{day}", f"0 8 {int(day)} {int(month)} *") for month, day in days]


def serve_district(district: str) -> None:
    """Serve until the process is ended."""
    from prefect import serve

    serve(*deployments_of(district))


if __name__ == "__main__":
    serve_district(sys.argv[1])
