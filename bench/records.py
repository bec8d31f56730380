"""Measure whether the records stay fast as they fill: the year of one district among few facts and among very many.

`python bench/records.py [--facts 1000000] [--districts 1000] [--json]`, in SQLite and, where its programs are, in
PostgreSQL. The other districts are copies of one whose reports were read, made inside the database, log of acts and
all. Goal: what a district's year takes among a million facts is at most twice what it takes among ten thousand. Then
so many districts are consolidated from the facts that are recorded, and combined.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import postgres
from measuring import Cost, Row, least_of, load, spent, tell, timed
from sqlalchemy import Engine, func, select, text
from year import CODE, UNITS, YEAR, lay_out, read_pending, receive, work_in

from nianbao.records.schema import Base, FactRow, SubmissionRow
from nianbao.rollup.combining import combine
from nianbao.rollup.consolidation import Consolidation
from tasks.standing import standings
from tasks.workplace import Workplace
from tasks.year import check_year, consolidate_year

FEW, ROUNDS, GOAL = 10_000, 5, 2.0


def measure(folder: Path, engine: str, databases: list[str], facts: int, districts: int) -> Iterator[Row]:
    """Yield what a district's year takes among few facts and among many, side by side, and then many districts."""
    places = {
        among: recorded(folder / f"{engine}{among}", database, among)
        for among, database in zip((FEW, facts), databases, strict=True)
    }
    for what, work in acts(folder).items():
        rounds: dict[int, list[Cost]] = {among: [] for among in places}
        for _ in range(ROUNDS):
            for among, place in places.items():
                with timed(rounds[among]):
                    work(place)
        few, many = (least_of(costs) for costs in rounds.values())
        # PostgreSQL works in a program of its own: there the clock tells, in SQLite the processor's time.
        ratio = many.seconds / few.seconds if engine != "sqlite" else many.cpu_s / few.cpu_s
        yield {
            "what": f"{engine}: {what}, {facts:,} facts beside {FEW:,}",
            "cpu_s": many.cpu_s, "by_clock_s": many.seconds, "ratio": ratio, "goal": GOAL, "load": load(),
        }  # fmt: skip
    yield from measure_districts(places[facts], engine, districts)


def acts(folder: Path) -> dict[str, Callable[[Workplace], object]]:
    """Return by name what is measured."""
    late = iter(range(UNITS, UNITS + 4 * ROUNDS))

    def take_one_in(place: Workplace) -> None:
        number = next(late)
        receive(place, folder / "late", number, number + 1)
        assert read_pending(place) == 1

    lay_out(folder / "late", UNITS + 4 * ROUNDS)
    return {
        "consolidate 60 units": lambda place: consolidate_year(place, YEAR, None),
        "check 60 units": lambda place: check_year(place, YEAR, None),
        "say where each unit stands": lambda place: standings(place.records, place.district, YEAR),
        "take a late report in": take_one_in,
    }


def recorded(folder: Path, database: str, facts: int) -> Workplace:
    """Return a district whose reports have been read, among so many facts of others."""
    lay_out(folder, UNITS)
    place = work_in(folder, database)
    receive(place, folder)
    read_pending(place)
    check_year(place, YEAR, None)
    crowd(place.records.engine, facts)
    return place


def crowd(engine: Engine, facts: int) -> None:
    """Copy the one district's rows, in all tables that hold any, under other codes until there are so many facts."""
    with engine.begin() as connection:
        own = connection.scalar(select(func.count()).select_from(FactRow)) or 1
        shift = connection.scalar(select(func.max(SubmissionRow.id))) or 0
        connection.execute(text("CREATE TEMPORARY TABLE others (district varchar(100), shift integer)"))
        others = [{"name": f"other{k}", "shift": k * shift} for k in range(1, math.ceil(facts / own))]
        connection.execute(text("INSERT INTO others VALUES (:name, :shift)"), others)
        for table in Base.metadata.sorted_tables:
            names = [column.name for column in table.columns]
            if "district" not in names and "submission_id" not in names:
                continue
            moved = {"district": "others.district", "submission_id": f"{table}.submission_id + others.shift"}
            if table.name == "submissions":
                moved["id"] = "submissions.id + others.shift"
            taken = ", ".join(moved.get(name, f"{table}.{name}") for name in names)
            mine = f"{table}.district = '{CODE}'" if "district" in names else f"{table}.submission_id <= {shift}"
            copied = f"INSERT INTO {table} ({', '.join(names)}) SELECT {taken} FROM {table}, others WHERE {mine}"
            connection.execute(text(copied))
        connection.execute(text("DROP TABLE others"))
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT setval('submissions_id_seq', (SELECT max(id) FROM submissions))"))
    if engine.dialect.name == "postgresql":
        # As its own daemon does, a minute later.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def measure_districts(place: Workplace, engine: str, districts: int) -> Iterator[Row]:
    """Yield what consolidating and combining so many districts takes, and how it grows with their number."""
    taken: dict[int, float] = {}
    for count in (districts // 10, districts):
        begun = spent()
        years = [consolidated(place, f"other{k}") for k in range(1, count + 1)]
        between = spent()
        combine("city", years, place.catalogue)
        ended = spent()
        taken[count] = between.cpu_s - begun.cpu_s
        yield {
            "what": f"{engine}: consolidate {count:,} districts", "cpu_s": taken[count],
            "by_clock_s": between.seconds - begun.seconds, "combine_cpu_s": ended.cpu_s - between.cpu_s, "load": load(),
        }  # fmt: skip
    exponent = math.log10(taken[districts] / taken[districts // 10])
    yield {
        "what": f"{engine}: exponent of growth, {districts // 10:,} to {districts:,} districts",
        "exponent": exponent,
    }


def consolidated(place: Workplace, code: str) -> Consolidation:
    """Return the year of a district that is a copy of the first."""
    other = replace(place, district=place.district.model_copy(update={"code": code}))
    return consolidate_year(other, YEAR, None).consolidation


def rows(folder: Path, facts: int, districts: int) -> Iterator[Row]:
    """Yield the rows of both databases."""
    yield from measure(folder, "sqlite", ["", ""], facts, districts)
    with postgres.served(2) as databases:
        if databases:
            yield from measure(folder / "postgresql", "postgresql", databases, facts, districts // 10)
        else:
            yield {"what": "postgresql: not measured, no PostgreSQL here"}


def main() -> int:
    """Measure; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--districts", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nianbao-bench-") as name:
        return tell(rows(Path(name), arguments.facts, arguments.districts), as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
