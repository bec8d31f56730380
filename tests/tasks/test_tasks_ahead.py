from __future__ import annotations

import ast
from pathlib import Path

import pytest

import expectations
import nianbao
from tasks.ahead import LATER


@pytest.mark.parametrize("name", LATER)
def test_what_is_loaded_ahead_is_what_a_later_step_imports(name: str) -> None:
    folders = [Path(package.__file__ or "").parent for package in (nianbao, expectations)]
    files = (file for folder in folders for file in folder.rglob("*.py"))
    assert name in {found for file in files for found in imported(file)}


def imported(file: Path) -> set[str]:
    """Return the top packages that a module imports, wherever in it."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in named}
