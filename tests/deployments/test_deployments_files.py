"""The files for containers and for the machine's own services say what there is: commands, settings, programs."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from apps.cli import app

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "deployments" / "systemd"
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deployments" / "compose.yaml").read_text(encoding="utf-8"))


def said_to_nianbao() -> dict[str, list[str]]:
    """Return what the units and the services say to the command, by where it stands."""
    units = {
        file.name: re.sub(r"\$OPTIONS", "", found[1]).replace("%i", "demo").split()
        for file in UNITS.glob("*.service")
        if (found := re.search(r"^ExecStart=\S+/nianbao (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE))
    }
    own = {name: entry for name, entry in COMPOSE["services"].items() if "entrypoint" not in entry and name != "db"}
    services = {name: [re.sub(r"\$\{.*\}", "demo", word) for word in entry["command"]] for name, entry in own.items()}
    return {**units, **services}


@pytest.mark.parametrize(("where", "words"), said_to_nianbao().items())
def test_a_command_of_a_unit_or_a_service_is_one_of_ours_with_its_options(where: str, words: list[str]) -> None:
    command: Any = typer.main.get_command(app)
    context = command.make_context("nianbao", ["--home", "/srv/nianbao", *words], resilient_parsing=True)
    while hasattr(command, "commands"):
        name, command, words = command.resolve_command(context, words)
        assert command is not None, f"{where}: {name}"
    command.make_context("nianbao", words)


def test_the_services_are_told_the_settings_that_they_need() -> None:
    environment = COMPOSE["x-nianbao"]["environment"]
    assert {"NIANBAO_DATABASE", "NIANBAO_DISTRICT", "PREFECT_API_URL"} <= environment.keys()
    assert "NIANBAO_HOME" in (ROOT / "deployments" / "Containerfile").read_text(encoding="utf-8")
    assert not re.search(r"PASSWORD:-", str(COMPOSE)), "no default password"
    published = [port for entry in COMPOSE["services"].values() for port in entry.get("ports", ())]
    assert published and all(port.startswith("127.0.0.1:") for port in published)


def test_every_service_waits_for_one_that_exists_and_can_be_waited_for() -> None:
    services = COMPOSE["services"]
    for entry in services.values():
        for name, how in entry.get("depends_on", {}).items():
            assert how["condition"] != "service_healthy" or "healthcheck" in services[name]
            assert how["condition"] != "service_completed_successfully" or "restart" in services[name]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    names = []
    for file in UNITS.iterdir():
        # The program is installed where the units are: here something else stands for it.
        unit = tmp_path / file.name
        unit.write_text(
            re.sub(r"/opt/\S+/bin/nianbao", "/bin/true", file.read_text(encoding="utf-8")), encoding="utf-8"
        )
        instance = tmp_path / file.name.replace("@.", "@demo.")
        shutil.copyfile(unit, instance)
        names.append(str(instance))
    looked = subprocess.run(["systemd-analyze", "verify", *names], capture_output=True, text=True, check=False)
    said = [line for line in looked.stderr.splitlines() if "nianbao" in line]
    assert (looked.returncode, said) == (0, [])
