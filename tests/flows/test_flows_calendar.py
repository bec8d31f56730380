from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from nianbao.records.outbox import of_year
from nianbao.workdays import is_announced, is_workday
from tasks import clock
from tasks.reminding import look_ahead, reminders_of
from tasks.standing import standings
from tasks.workplace import Workplace, open_workplace


@pytest.fixture
def place(home: Path, district: str) -> Workplace:
    return open_workplace(district)


def phase(place: Workplace, day: str, year: int = 2023) -> str:
    today = date.fromisoformat(day)
    return look_ahead(place.district, year, today, standings(place.records, place.district, year)).phase


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2025-01-26", True),  # a Sunday that made up for the Spring Festival
        ("2025-01-28", False),  # New Year's Eve of the lunar calendar
        ("2026-02-14", True),  # a Saturday that made up for it
        ("2026-02-16", False),
        ("2024-10-12", True),
        ("2024-10-13", False),
    ],
)
def test_working_days_are_china_s_with_the_weekends_that_make_up(day: str, works: bool) -> None:
    assert is_workday(date.fromisoformat(day)) == works


def test_a_year_whose_days_off_are_not_announced_is_reckoned_and_said_to_be() -> None:
    assert is_announced(2025)
    assert not is_announced(2090)
    assert not is_workday(date(2090, 10, 1))


@pytest.mark.parametrize(
    ("deadline", "days"),
    [
        (date(2024, 2, 15), ["2024-02-01", "2024-02-08", "2024-02-09", "2024-02-18"]),
        (date(2025, 2, 15), ["2025-01-27", "2025-02-08", "2025-02-14", "2025-02-17"]),
        (date(2026, 2, 15), ["2026-01-30", "2026-02-06", "2026-02-14", "2026-02-24"]),
    ],
)
def test_reminders_go_out_on_working_days_before_the_deadline_and_after_it(deadline: date, days: list[str]) -> None:
    rounds = reminders_of(deadline)
    assert [each.day.isoformat() for each in rounds] == days
    assert [each.overdue for each in rounds] == [False, False, False, True]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-01-02", "collecting"),
        ("2024-02-15", "collecting"),
        ("2024-02-16", "chasing"),
        ("2024-03-15", "chasing"),
        ("2024-03-16", "publishing"),
        ("2024-04-01", "publishing"),
        ("2024-04-02", "closed"),
    ],
)
def test_the_year_goes_through_its_phases(place: Workplace, day: str, expected: str) -> None:
    assert phase(place, day) == expected


def test_a_missed_round_is_made_up_for_and_an_old_one_is_not(place: Workplace) -> None:
    def last(day: str) -> str | None:
        outlook = look_ahead(place.district, 2023, date.fromisoformat(day), ())
        return outlook.reminder.day.isoformat() if outlook.reminder else None

    assert [last(day) for day in ("2024-01-31", "2024-02-05", "2024-02-20", "2024-03-05")] == [
        None, "2024-02-01", "2024-02-18", None,
    ]  # fmt: skip


@pytest.mark.usefixtures("prefect_server")
def test_the_morning_drafts_reminders_once_and_asks_for_the_pass_that_is_due(
    home: Path, district: str, inbox: Path
) -> None:
    from prefect.artifacts import Artifact

    from flows.calendar import calendar
    from flows.zone_report import zone_report

    place = open_workplace(district)
    received = datetime(2024, 2, 1, 9, tzinfo=clock.CHINA)
    receipt = place.records.receive(
        inbox / "高新区.txt", district="yunxiu", name="高新区.txt", received_at=received, year=2023
    )
    assert zone_report(district, receipt.submission.id) == "checked"
    place.records.outbox.finish("yunxiu", of_year(2023), received)
    assert calendar(district, date(2024, 2, 18)) == "chasing"
    folder = home / "reminders" / "yunxiu" / "2023" / "2024-02-18"
    assert sorted(file.name for file in folder.iterdir()) == ["催报-桥头街道办事处.txt", "催报-石禾镇.txt"]
    draft = folder / "催报-石禾镇.txt"
    assert "现已逾期" in draft.read_text(encoding="utf-8") and "2024年2月15日" in draft.read_text(encoding="utf-8")
    draft.write_text("改过的草稿", encoding="utf-8")
    calendar(district, date(2024, 2, 19))
    assert draft.read_text(encoding="utf-8") == "改过的草稿"
    assert not place.records.outbox.errands("yunxiu"), "no pass has come yet"
    calendar(district, date(2024, 2, 21))
    (errand,) = place.records.outbox.errands("yunxiu")
    assert errand.subject == "year:2023"
    place.records.outbox.finish("yunxiu", of_year(2023), datetime(2024, 2, 21, 9, tzinfo=clock.CHINA))
    calendar(district, date(2024, 2, 22))
    assert not place.records.outbox.errands("yunxiu"), "what was done since the pass is not asked for again"
    shown = Artifact.get("calendar-yunxiu-2023")
    assert shown and "催报核查" in shown.data and "| 石禾镇 | 镇 |" in shown.data and "逾期未报" in shown.data
