"""Serve the deployments of one district from one process: `python -m deployments.serve DISTRICT`.

For a machine without a work pool; PREFECT_API_URL names the server. Words, limits, schedules and trigger are those of
prefect.yaml; only the days of the yearly runs are the district's own.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import yaml

from nianbao.district import District, load_district
from nianbao.places import data_folder

DEPLOYMENTS = Path(__file__).resolve().parent / "prefect.yaml"
AT_ONCE = 4
"""More runs at the same time only wait for each other's processor."""


def read_deployments(file: Path = DEPLOYMENTS) -> dict[str, dict[str, Any]]:
    """Return the deployments of prefect.yaml by name."""
    raw = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    return {entry["name"]: entry for entry in raw["deployments"]}


def flow_of(entry: dict[str, Any]) -> Any:
    """Return the flow that an entry of prefect.yaml names."""
    path, _, function = entry["entrypoint"].partition(":")
    return getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), function)


def full_names() -> tuple[str, ...]:
    """Return the deployments as the server names them, flow/deployment."""
    return tuple(f"{flow_of(entry).name}/{name}" for name, entry in read_deployments().items())


def deployments_of(district: str) -> list[Any]:
    """Return the district's deployments, ready to be served."""
    from prefect.client.schemas.objects import ConcurrencyLimitConfig
    from prefect.events import DeploymentEventTrigger
    from prefect.types.entrypoint import EntrypointType

    days = pass_crons(load_district(district, data_folder("districts")))
    made = []
    for name, entry in read_deployments().items():
        triggers = [
            DeploymentEventTrigger(**{key: value for key, value in trigger.items() if key != "type"})
            for trigger in entry.get("triggers", ())
        ]
        # By module: an installed program is found from every folder.
        served = flow_of(entry).to_deployment(
            name=name,
            description=entry["description"],
            tags=entry["tags"],
            version=entry["version"],
            parameters={"district": district},
            schedules=schedules_of(entry, days if name == "yearly" else None),
            triggers=triggers,
            concurrency_limit=ConcurrencyLimitConfig.model_validate(entry["concurrency_limit"]),
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        made.append(served)
    return made


def schedules_of(entry: dict[str, Any], days: list[tuple[str, str]] | None) -> list[Any] | None:
    """Return the schedules of an entry, on other days than its own when they are given."""
    from prefect.schedules import Cron

    own = [(schedule["slug"], schedule["cron"]) for schedule in entry.get("schedules", ())]
    return [Cron(cron, timezone="Asia/Shanghai", slug=slug) for slug, cron in days or own] or None


def pass_crons(district: District) -> list[tuple[str, str]]:
    """Return a slug and a cron line for each of the district's passes, at eight in the morning."""
    days = [day.split("-") for day in district.deadlines.passes]
    return [(f"pass-{month}-{day}", f"0 8 {int(day)} {int(month)} *") for month, day in days]


def serve_district(district: str) -> None:
    """Serve until the process is ended."""
    from prefect import serve

    serve(*deployments_of(district), limit=AT_ONCE)


if __name__ == "__main__":
    serve_district(sys.argv[1])
