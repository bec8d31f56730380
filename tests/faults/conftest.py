from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from faults_scene import Programs, Scene


@pytest.fixture(scope="session")
def programs() -> Iterator[Programs]:
    started = Programs.started()
    yield started
    started.stop()


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene.laid_out(tmp_path / "scene")


@pytest.fixture(scope="session")
def undisturbed(programs: Programs, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a year comes to when nothing happens."""
    scene = Scene.laid_out(tmp_path_factory.mktemp("undisturbed") / "scene")
    assert programs.run(scene) == [0], scene.said()
    assert scene.faults() == []
    return scene.result()


@pytest.fixture
def nianbao(scene: Scene) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command in the scene's home, with what else the environment is to say."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        program = Path(sys.executable).with_name("nianbao")
        command = [program, "--home", scene.home, *map(str, arguments)]
        return subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=300, env={**os.environ, **environment}
        )

    return run
