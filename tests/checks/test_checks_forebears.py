"""After a reform of the roster a unit's past is that of the units whose work it took over."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from nianbao.catalogue import Catalogue
from nianbao.checks.checking import check_history
from nianbao.checks.forebears import forebears, past_of
from nianbao.checks.statements import Statements
from nianbao.district import Deadlines, District, Unit
from nianbao.figures.facts import Fact
from nianbao.reading import Reading

Makes = Callable[..., Fact]
Writes = Callable[..., Reading]

VISITS, RATE = "safety.inspections", "hotline.satisfaction_rate"


def roster(*units: Unit) -> District:
    return District(
        code="hubin", name="湖滨区", body="湖滨区委依法治区办", units=units,
        deadlines=Deadlines(report="02-15", publish="04-01"),
    )  # fmt: skip


def unit(code: str, since: int | None = None, until: int | None = None, succeeds: tuple[str, ...] = ()) -> Unit:
    return Unit(code=code, name=f"{code}街道", type="街道", since=since, until=until, succeeds=succeeds)


RENAMED = roster(unit("old", until=2023), unit("new", since=2024, succeeds=("old",)))
MERGED = roster(
    unit("east", until=2023), unit("west", until=2023), unit("whole", since=2024, succeeds=("east", "west"))
)
SPLIT = roster(
    unit("big", until=2023), unit("north", since=2024, succeeds=("big",)), unit("south", since=2024, succeeds=("big",))
)


def visits(fact: Makes, report: Writes, count: int, **said: object) -> Reading:
    return report(f"全年检查企业{count}家次。", fact(f"{count}家次", VISITS), **said)


def test_a_renamed_unit_goes_on_with_its_own_past(fact: Makes, report: Writes, catalogue: Catalogue) -> None:
    before = past_of(RENAMED, "new", 2024, {"old": visits(fact, report, 275, unit="old", year=2023)}, 2023, catalogue)
    assert before is not None and before.unit == "new"
    now = visits(fact, report, 2750, unit="new", year=2024)
    (finding,) = (f for f in check_history(now, before, catalogue) if f.rule == "tenfold")
    assert "2023年报告为275家次" in finding.message


def test_the_figures_of_merged_units_are_added(fact: Makes, report: Writes, catalogue: Catalogue) -> None:
    filed = {code: visits(fact, report, count, unit=code, year=2023) for code, count in (("east", 120), ("west", 155))}
    before = past_of(MERGED, "whole", 2024, filed, 2023, catalogue)
    assert before is not None
    stated = Statements(before, catalogue).of_year(VISITS)
    assert stated is not None and stated.value == Decimal(275)
    assert [before.document.text[f.start : f.end] for f in before.facts] == ["120家次", "155家次"]
    now = visits(fact, report, 2750, unit="whole", year=2024)
    (finding,) = (f for f in check_history(now, before, catalogue) if f.rule == "tenfold")
    assert "275家次" in finding.message


def test_what_only_one_of_the_merged_units_stated_or_does_not_add_up_is_no_past(
    fact: Makes, report: Writes, catalogue: Catalogue
) -> None:
    filed = {
        "east": report(
            "检查企业120家次，满意率98%。", fact("120家次", VISITS), fact("98%", RATE), unit="east", year=2023
        ),
        "west": report("满意率96%。", fact("96%", RATE), unit="west", year=2023),
    }
    before = past_of(MERGED, "whole", 2024, filed, 2023, catalogue)
    assert before is not None and before.facts == ()


def test_a_merged_unit_of_which_one_part_filed_nothing_keeps_the_words_alone(
    fact: Makes, report: Writes, catalogue: Catalogue
) -> None:
    filed = {"east": visits(fact, report, 120, unit="east", year=2023)}
    before = past_of(MERGED, "whole", 2024, filed, 2023, catalogue)
    assert before is not None and before.facts == () and "120家次" in before.document.text


def test_a_part_of_a_unit_that_was_split_up_is_held_against_its_words_and_not_its_figures(
    fact: Makes, report: Writes, catalogue: Catalogue
) -> None:
    filed = {"big": visits(fact, report, 2750, unit="big", year=2023)}
    before = past_of(SPLIT, "north", 2024, filed, 2023, catalogue)
    assert before is not None and (before.unit, before.facts) == ("north", ())
    assert check_history(visits(fact, report, 275, unit="north", year=2024), before, catalogue) == ()


def test_a_succession_is_followed_through_several_reforms_and_never_in_a_circle() -> None:
    chain = roster(
        unit("a", until=2020), unit("b", since=2021, until=2022, succeeds=("a",)),
        unit("c", since=2023, succeeds=("b",)),
    )  # fmt: skip
    assert forebears(chain, "c", 2019) == ("a",)
    assert forebears(chain, "c", 2022) == ("b",)
    circle = roster(unit("a", since=2023, succeeds=("b",)), unit("b", since=2023, succeeds=("a",)))
    assert forebears(circle, "a", 2020) == ("a",)


def test_a_unit_that_stayed_has_its_own_report_and_nothing_else(
    fact: Makes, report: Writes, catalogue: Catalogue
) -> None:
    own = visits(fact, report, 275, unit="old", year=2022)
    assert past_of(RENAMED, "old", 2023, {"old": own}, 2022, catalogue) is own
    assert past_of(RENAMED, "new", 2024, {}, 2023, catalogue) is None
