"""One scene for all tests of the report: it is never changed, only copied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from report_scene import Scene, make_scene

from nianbao.report.view import ReportView


@pytest.fixture(scope="session")
def scene() -> Scene:
    return make_scene()


@pytest.fixture(scope="session")
def view(scene: Scene) -> ReportView:
    return scene.view()


@pytest.fixture(scope="session")
def changed(scene: Scene) -> Callable[..., Scene]:
    """Return the scene with other values in its consolidation."""
    return lambda **values: replace(scene, consolidation=replace(scene.consolidation, **values))
