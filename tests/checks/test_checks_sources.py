"""Where the roster says that two units report the same cases, neither may report more than there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nianbao.catalogue import Catalogue
from nianbao.checks.checking import check_sources
from nianbao.district import Deadlines, District, Overlap, Unit
from nianbao.figures.facts import Fact
from nianbao.reading import Reading

CODE = "enforcement.penalties_imposed"
DISTRICT = District(
    code="hubin", name="湖滨区", body="湖滨区委依法治区办",
    units=(Unit(code="bureau", name="市场监管局", type="部门"), Unit(code="zone", name="高新区", type="开发区")),
    deadlines=Deadlines(report="02-15", publish="04-01"),
    overlaps=(Overlap(indicator=CODE, units=("bureau", "zone"), counts="bureau"),),
)  # fmt: skip


@pytest.mark.parametrize(("zone", "wrong"), [("31件", True), ("26件", False), ("4件", False), ("20余件", False)])
def test_a_unit_has_no_more_of_the_same_cases_than_the_one_that_counts_them(
    catalogue: Catalogue, fact: Callable[..., Fact], report: Callable[..., Reading], zone: str, wrong: bool
) -> None:
    whole = report("全年作出行政处罚决定26件。", fact("26件", CODE), unit="bureau")
    part = report(f"办理行政处罚{zone}。", fact(zone, CODE), unit="zone")
    found = check_sources([whole, part], DISTRICT, catalogue)
    assert [(f.unit, f.level, f.severity) for f in found] == ([("zone", 4, "warning")] if wrong else [])
    assert all("市场监管局所报的26件" in f.message and f.facts == (part.facts[0].id,) for f in found)
    assert check_sources([part], DISTRICT, catalogue) == ()
