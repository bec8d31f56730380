"""Draft against draft: what is said otherwise, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from report_scene import FINDINGS, Scene

from nianbao.interval import Interval
from nianbao.report.differing import compare_versions
from nianbao.report.rendering import render
from nianbao.report.tables import data_json


def data(scene: Scene) -> dict[str, object]:
    parsed: dict[str, object] = json.loads(data_json(scene.consolidation, scene.district, scene.catalogue))
    return parsed


def corrected(scene: Scene, changed: Callable[..., Scene]) -> Scene:
    """Return the scene after a unit corrected its inspections from 126 to 130."""
    first, *others = scene.consolidation.figures
    value = replace(first.by_unit[0], value=first.by_unit[0].value + 4, interval=Interval.exact(130))
    figure = replace(first, wording="220家次", by_unit=(value, *first.by_unit[1:]))
    return changed(figures=(figure, *others), findings=FINDINGS[1:])


def test_the_same_data_differ_in_nothing(scene: Scene) -> None:
    assert not compare_versions(data(scene), data(scene), scene.district, scene.catalogue)


def test_a_changed_figure_names_the_unit_that_changed_it(scene: Scene, changed: Callable[..., Scene]) -> None:
    found = compare_versions(data(scene), data(corrected(scene, changed)), scene.district, scene.catalogue)
    (figure,) = found.figures
    assert (figure.code, figure.before, figure.now) == ("safety.inspections", "216家次", "220家次")
    assert figure.units == ("临泽高新技术产业开发区126家次→130家次",)
    assert (found.findings_new, found.findings_gone) == (0, 1)


def test_a_unit_that_came_is_named(scene: Scene, changed: Callable[..., Scene]) -> None:
    now = data(changed(missing=(), reporting=("gaoxin", "xinqiao", "qingshi")))
    assert compare_versions(data(scene), now, scene.district, scene.catalogue).arrived == ("青石镇",)


def test_a_draft_tells_what_changed_since_the_last_one_however_often_it_is_rendered(
    scene: Scene, changed: Callable[..., Scene], tmp_path: Path
) -> None:
    def page(one: Scene) -> str:
        outputs = render(
            one.consolidation, one.readings, one.district, one.catalogue, one.templates, tmp_path, code_version="0"
        )
        return outputs.html.read_text(encoding="utf-8")

    assert "与上一稿相比的变化" not in page(scene)
    assert "与上一稿相比的变化" not in page(scene)
    second = page(corrected(scene, changed))
    assert "与上一稿相比的变化" in second and "126家次→130家次" in second
    assert page(corrected(scene, changed)) == second
