"""Whoever gets the tables alone can read every column by its schema, and check every byte."""

from __future__ import annotations

import csv
import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from report_scene import Scene

from nianbao.report.rendering import render

READ = {
    "number": Decimal, "integer": int, "string": str,
    "boolean": {"yes": True, "no": False}.__getitem__, "date": lambda text: [int(part) for part in text.split("-")],
}  # fmt: skip


@pytest.fixture(scope="module")
def package(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    folder = tmp_path_factory.mktemp("package")
    outputs = render(
        scene.consolidation, scene.readings, scene.district, scene.catalogue, scene.templates, folder, code_version="0"
    )
    return json.loads(outputs.datapackage.read_bytes()), folder


def test_every_resource_is_there_with_its_bytes_and_hash(package: tuple[dict[str, Any], Path]) -> None:
    described, folder = package
    assert [resource["path"] for resource in described["resources"]] == ["facts.csv", "findings.csv", "data.json"]
    for resource in described["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


@pytest.mark.parametrize("at", [0, 1])
def test_every_cell_is_what_the_schema_says(package: tuple[dict[str, Any], Path], at: int) -> None:
    described, folder = package
    resource = described["resources"][at]
    fields = resource["schema"]["fields"]
    with (folder / resource["path"]).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows and list(rows[0]) == [field["name"] for field in fields]
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        for field in fields:
            written, limits = row[field["name"]], field.get("constraints", {})
            assert written or not limits.get("required"), field["name"]
            if written:
                READ[field["type"]](written)
                assert written in limits.get("enum", [written])


def test_every_indicator_that_is_stated_is_explained(package: tuple[dict[str, Any], Path], scene: Scene) -> None:
    told = {entry["code"] for entry in package[0]["indicators"] if entry["description"] and entry["unit"]}
    assert told == {figure.code for figure in scene.consolidation.figures}
