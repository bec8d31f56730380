from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from nianbao.district import ConfigurationError
from tasks.clock import received_at
from tasks.deciding import Decision
from tasks.workplace import Workplace, open_workplace

pytestmark = pytest.mark.usefixtures("prefect_server", "home")
DAY = date(2024, 2, 1)


@pytest.fixture
def reported(district: str, inbox: Path) -> Workplace:
    from flows.zone_report import zone_report

    place = open_workplace(district)
    for name in ("高新区.txt", "桥头街道.txt"):
        receipt = place.records.receive(
            inbox / name, district="yunxiu", name=name, received_at=received_at(DAY), year=2023
        )
        zone_report(district, receipt.submission.id)
    return place


def said(act: str, unit: str = "gaoxin", **more: str) -> Decision:
    return Decision.model_validate(
        {"act": act, "unit": unit, "year": 2023, "why": "数字与台账不符", "by": "周审核", **more}
    )


def state(place: Workplace, unit: str) -> str:
    return next(str(entry.state) for entry in place.records.counted("yunxiu", 2023) if entry.unit == unit)


def test_an_empty_form_decides_nothing() -> None:
    from flows.review import review

    with pytest.raises(ValidationError):
        Decision.model_validate({})
    assert "decision" in review.parameters.required
    form = review.parameters.definitions["Decision"]
    assert {"act", "unit", "year", "why", "by"} == set(form["required"])
    assert "合格" not in form["properties"]["act"]["enum"] and form["properties"]["act"]["title"] == "办理"


def test_a_report_sent_back_stays_so_until_the_unit_sends_another(
    district: str, reported: Workplace, inbox: Path
) -> None:
    from flows.review import review
    from flows.zone_report import zone_report
    from tasks.decisions import settle_year

    assert state(reported, "gaoxin") == "checked"
    assert review(district, said("退回")) == "returned"
    settle_year(reported, 2023, None)
    assert state(reported, "gaoxin") == "returned", "a later run does not forget it"
    (submission,) = (s for s in reported.records.counted("yunxiu", 2023) if s.unit == "gaoxin")
    (finding,) = (f for f in reported.records.findings(submission.id) if f.rule == "returned-by-person")
    assert (finding.severity, finding.message) == ("error", "周审核退回：数字与台账不符")
    again = inbox / "高新区（改）.txt"
    again.write_text((inbox / "高新区.txt").read_text(encoding="utf-8").replace("210家次", "211家次"), encoding="utf-8")
    receipt = reported.records.receive(
        again, district="yunxiu", name=again.name, received_at=received_at(DAY), year=2023
    )
    assert zone_report(district, receipt.submission.id) == "checked"


def test_a_comment_changes_no_state_and_is_kept_with_its_name(district: str, reported: Workplace) -> None:
    from flows.review import review

    assert review(district, said("批注")) == "checked"
    entries = [entry for entry in reported.records.audit_log("yunxiu") if entry.act == "comment"]
    assert [(entry.who, entry.why) for entry in entries] == [("周审核", "数字与台账不符")]
    assert reported.records.verify_audit() == ()


def test_a_waiver_lets_one_finding_of_the_unit_pass_and_no_other(district: str, reported: Workplace) -> None:
    from flows.review import review

    (submission,) = (s for s in reported.records.counted("yunxiu", 2023) if s.unit == "qiaotou")
    errors = [f for f in reported.records.findings(submission.id) if f.severity == "error"]
    assert state(reported, "qiaotou") == "returned" and len(errors) == 1
    with pytest.raises(ConfigurationError, match="12 位编号"):
        review(district, said("豁免", "gaoxin", finding=errors[0].id))
    with pytest.raises(ConfigurationError, match="12 位编号"):
        review(district, said("豁免", "qiaotou"))
    assert state(reported, "qiaotou") == "returned"
    assert review(district, said("豁免", "qiaotou", finding=errors[0].id)) == "checked"


def test_what_has_no_report_cannot_be_decided_on(district: str, reported: Workplace) -> None:
    from flows.review import review

    for unit, words in (("shihe", "无从办理"), ("nobody", "可用的代码")):
        with pytest.raises(ConfigurationError, match=words):
            review(district, said("退回", unit))
