"""Draft against draft: what is said otherwise, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from report_scene import FINDINGS, Scene

from nianbao.documents.model import Document
from nianbao.documents.reading import read
from nianbao.interval import Interval
from nianbao.report.boards import Arrival
from nianbao.report.differing import Differences, compare_versions
from nianbao.report.explaining import explain
from nianbao.report.rendering import render
from nianbao.report.returning import bare
from nianbao.report.tables import data_json
from nianbao.review.correction import NewValue, correction_of


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


def the_change(scene: Scene, changed: Callable[..., Scene]) -> Differences:
    return compare_versions(data(scene), data(corrected(scene, changed)), scene.district, scene.catalogue)


def test_a_correction_says_who_changed_a_figure_why_and_when_and_in_public_not_who(
    scene: Scene, changed: Callable[..., Scene], tmp_path: Path
) -> None:
    fact = next(f for f in scene.readings[0].facts if f.indicator == "safety.inspections")
    new = NewValue(Decimal(130), Decimal(130), Decimal(130))
    made = correction_of(
        fact, "gaoxin", 2024, "value", why="核对台账", who="经办一", when=datetime(2025, 3, 2, tzinfo=UTC), figure=new
    )
    (figure,) = explain(the_change(scene, changed), [made], {}, scene.district, scene.catalogue).figures
    assert [g.words(public=False) for g in figure.grounds] == [
        "临泽高新技术产业开发区：更正，核对台账（经办一，2025年3月2日）"
    ]
    assert [g.words(public=True) for g in figure.grounds] == ["临泽高新技术产业开发区：更正，核对台账（2025年3月2日）"]
    for one in (scene, corrected(scene, changed)):
        outputs = render(
            one.consolidation, one.readings, one.district, one.catalogue, one.templates, tmp_path, code_version="0",
            corrections=[made],
        )  # fmt: skip
    for told in (outputs.html.read_text(encoding="utf-8"), words_of(outputs.docx), words_of(outputs.pdf)):
        assert "更正，核对台账（经办一，2025年3月2日）" in told


def test_a_report_that_came_anew_says_when_and_what_is_not_known_says_nothing(
    scene: Scene, changed: Callable[..., Scene]
) -> None:
    def words(*arrivals: Arrival) -> list[str]:
        known = dict(zip(["gaoxin"], arrivals, strict=False))
        (figure,) = explain(the_change(scene, changed), [], known, scene.district, scene.catalogue).figures
        return [g.words(public=False) for g in figure.grounds]

    day = date(2025, 3, 5)
    assert words(Arrival(day, False, 2, "checked")) == ["临泽高新技术产业开发区：重新报送（2025年3月5日）"]
    assert words(Arrival(day, False, 1, "checked")) == words() == []


def words_of(path: Path) -> str:
    document = read(path)
    assert isinstance(document, Document)
    return bare(document.text)


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
