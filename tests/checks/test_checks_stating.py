"""Four ways to stand to an indicator: silence is never nought, and what cannot apply is not asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.catalogue import Catalogue
from nianbao.checks.checking import check_reading
from nianbao.checks.stating import STATE_NAMES, ValueState, value_states
from nianbao.district import ConfigurationError, UnitType
from nianbao.figures.facts import Fact, Period
from nianbao.reading import Reading

Make = Callable[..., Fact]
Write = Callable[..., Reading]
DISPUTES, GRIDS, LOST = "dispute.disputes_handled", "grassroots.grids", "litigation.cases_lost"
ENDING = "开展宣传，一把手履行第一责任人职责。\n存在不足：人手偏紧。\n下一步，将加强培训。"


def test_a_figure_a_nought_silence_and_what_cannot_be(catalogue: Catalogue, report: Write, fact: Make) -> None:
    summer = Period("2024-06-01", "2024-08-31")
    reading = report(
        "败诉0件。调处纠纷36件。夏季检查12次。",
        fact("0件", LOST),
        fact("36件", DISPUTES),
        fact("12次", "enforcement.inspections", period=summer),
    )
    states = value_states(reading, catalogue, "部门")
    assert states[LOST] is ValueState.ZERO_STATED
    assert states[DISPUTES] is ValueState.STATED, "what is stated is stated, whether it applies or not"
    assert states["enforcement.inspections"] is ValueState.STATED, "a stretch of the year is no silence"
    assert states["hotline.orders_received"] is ValueState.NOT_MENTIONED
    assert states[GRIDS] is ValueState.NOT_APPLICABLE
    assert value_states(reading, catalogue, "镇")[GRIDS] is ValueState.NOT_MENTIONED
    assert value_states(reading, catalogue)[GRIDS] is ValueState.NOT_MENTIONED


def test_what_is_no_longer_reported_ends_with_its_year(catalogue: Catalogue) -> None:
    assert catalogue.applies("epidemic.screenings", "镇", 2022)
    assert not catalogue.applies("epidemic.screenings", "镇", 2023)


def test_every_state_has_a_name_and_every_indicator_a_state(catalogue: Catalogue, report: Write) -> None:
    states = value_states(report("无数据。"), catalogue)
    assert tuple(states) == tuple(catalogue.indicators) and set(STATE_NAMES) == set(ValueState)


def test_what_is_excluded_exists(catalogue: Catalogue) -> None:
    listed = catalogue.applicability
    names = {name for codes in listed.by_unit_type.values() for name in codes} | set(listed.last_year)
    assert names <= set(catalogue.indicators) | set(catalogue.domains)


def test_a_required_indicator_that_cannot_apply_is_noted_and_not_asked_for(catalogue: Catalogue, report: Write) -> None:
    required = (DISPUTES, "hotline.orders_received")
    found = check_reading(report(ENDING), catalogue, required, "部门")
    assert {f.severity: f.indicators for f in found} == {"warning": required[1:], "info": required[:1]}
    assert [f.indicators for f in check_reading(report(ENDING), catalogue, required, "街道")] == [required]


@given(st.sampled_from(["开发区", "街道", "镇", "乡", "部门", None]), st.integers(2018, 2030), st.data())
def test_a_whole_domain_excluded_excludes_each_of_its_codes(
    catalogue: Catalogue, kind: UnitType | None, year: int, data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from(sorted(catalogue.indicators)))
    excluded = catalogue.applicability.by_unit_type.get(kind, ()) if kind else ()
    if code in excluded or code.partition(".")[0] in excluded:
        assert not catalogue.applies(code, kind, year)


def test_a_wrong_unit_type_in_the_file_is_one_clear_line(catalogue: Catalogue, tmp_path: object) -> None:
    import shutil
    from pathlib import Path

    from nianbao.catalogue import load_catalogue

    folder = Path(str(tmp_path)) / "catalogue"
    shutil.copytree(catalogue.folder, folder)
    (folder / "applicability.yml").write_text("by_unit_type: {村: [grassroots]}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="Applicability"):
        load_catalogue(folder)
