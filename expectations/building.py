"""Build the suites from the catalogue; `python -m expectations.building` writes them, a test keeps them current.

They look at one frame: a row per unit and indicator (see framing). What differs from indicator to indicator is a row
condition, not an expectation of its own, because the cost is per expectation. They are built as the JSON that Great
Expectations reads, so that building needs no import of it and its updates do not change the files.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from expectations.suites import SUITES
from nianbao.catalogue import Catalogue

Expectation = dict[str, Any]


def build_suites(catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """Return every suite as a JSON object under its file name."""
    built = {
        "bounds": bounds(catalogue),
        "counts": counts(catalogue),
        "frame": frame(catalogue),
        "measures": measures(catalogue),
        "parts": parts(catalogue),
    }
    notes = f"指标目录 {catalogue.version}"
    return {name: {"name": name, "expectations": found, "notes": notes} for name, found in built.items()}


def frame(catalogue: Catalogue) -> list[Expectation]:
    """Expect rows that a consolidation can stand on: known units and indicators, one value each, with a source."""
    unknown_unit = _meta("frame_unit_known", "单位代码不在本年度应报名册中，请核对名册或报送件的单位", "unit = nowhere")
    unknown_code = _meta("frame_indicator_known", "指标代码不在指标目录中，请重新读取该报送件", "indicator = safety.x")
    two_rows = _meta("frame_one_value", "同一单位同一指标出现两行，合计会重复计算，请人工确认", "整改隐患数两行")
    no_source = _meta("frame_has_source", "数值没有对应的原文，不能计入汇总", "sources = 0")
    outside = _meta("frame_interval", "数值不在自己的上下界之内，请重新读取该报送件", "low = 300，value = 299")
    in_set, unique = "expect_column_values_to_be_in_set", "expect_compound_columns_to_be_unique"
    return [
        _expect(in_set, unknown_unit, column="unit", value_set={"$PARAMETER": "units"}),
        _expect(in_set, unknown_code, column="indicator", value_set=sorted(catalogue.indicators)),
        _expect(unique, two_rows, column_list=["unit", "indicator"]),
        _expect("expect_column_values_to_be_between", no_source, column="sources", min_value=1),
        *(_not_less(upper, lower, outside) for lower, upper in (("low", "value"), ("value", "high"), ("low", "high"))),
    ]


def bounds(catalogue: Catalogue) -> list[Expectation]:
    """Expect every figure within its indicator's hard limits, one expectation for each limit that is in use."""
    at_least: dict[Decimal, list[str]] = defaultdict(list)
    at_most: dict[Decimal, list[str]] = defaultdict(list)
    for code, entry in catalogue.indicators.items():
        if entry.bounds.min is not None:
            at_least[entry.bounds.min].append(code)
        if entry.bounds.max is not None:
            at_most[entry.bounds.max].append(code)

    compared = ["gen_part_of", *(relation.id for relation in catalogue.relations if relation.kind == "order")]

    def limit(words: str, codes: list[str], column: str, **bound: float) -> Expectation:
        meta = _meta("frame_bounds", "数值超出该指标的硬性上下限，请核对", "满意率 120%", "gen_bounds", *compared)
        return _expect("expect_column_values_to_be_between", {**meta, "limit": words}, codes, column=column, **bound)

    # A figure is out of its limits only when no value of its interval lies inside them.
    return [
        *(limit(f"不小于{low}", codes, "high", min_value=float(low)) for low, codes in sorted(at_least.items())),
        *(limit(f"不大于{high}", codes, "low", max_value=float(high)) for high, codes in sorted(at_most.items())),
    ]


def counts(catalogue: Catalogue) -> list[Expectation]:
    """Expect whole numbers where something is counted."""
    codes = [code for code, entry in catalogue.indicators.items() if entry.value_kind == "count"]
    meta = _meta("frame_integer", "计数指标出现小数，请核对单位（万、亿）", "整改隐患 12.5 处", "gen_integer")
    return [_expect("expect_column_values_to_match_regex", meta, codes, column="printed", regex=r"^-?\d+$")]


def measures(catalogue: Catalogue) -> list[Expectation]:
    """Expect the measure words by which an indicator may be counted: its own, its variants and what is cast."""
    allowed = [
        f"{code} {word}"
        for code, entry in sorted(catalogue.indicators.items())
        for word in sorted(entry.equal_units | entry.castable_units)
    ]
    message = "计量单位与该指标的口径不一致，请核对（如人与人次、家与家次）"
    meta = _meta("frame_measure", message, "检查企业 300 吨", "gen_unit")
    expectation = _expect("expect_column_values_to_be_in_set", meta, column="measure", value_set=allowed)
    return [{**expectation, "severity": "warning"}]


def parts(catalogue: Catalogue) -> list[Expectation]:
    """Expect no part to be greater than its whole; `whole` is the high bound of the same unit's whole."""
    codes = [code for code, entry in catalogue.indicators.items() if entry.part_of]
    repeated = [relation.id for relation in catalogue.relations if relation.kind in ("order", "sum")]
    message = "其中项大于总项，请核对两个数字的口径"
    meta = _meta("frame_part", message, "发现隐患 10 处，整改隐患 12 处", "gen_part_of", "gen_zero_part", *repeated)
    return [_not_less("whole", "low", meta, codes)]


def write_suites(catalogue: Catalogue, folder: Path = SUITES) -> None:
    """Write the suites as they are checked in."""
    folder.mkdir(exist_ok=True)
    for name, suite in build_suites(catalogue).items():
        (folder / f"{name}.json").write_text(suite_text(suite), encoding="utf-8")


def suite_text(suite: dict[str, Any]) -> str:
    """Return a suite as the text of its file."""
    return json.dumps(suite, ensure_ascii=False, indent=1) + "\n"


def _expect(kind: str, meta: dict[str, Any], codes: Iterable[str] | None = None, **arguments: Any) -> Expectation:
    """Return an expectation, on the rows of some indicators alone when `codes` are given."""
    if codes is not None:
        chosen = {"type": "comparison", "column": {"name": "indicator"}, "operator": "IN", "parameter": sorted(codes)}
        arguments["row_condition"] = chosen
    return {"type": kind, "kwargs": arguments, "severity": "critical", "meta": meta}


def _not_less(upper: str, lower: str, meta: dict[str, Any], codes: Iterable[str] | None = None) -> Expectation:
    kind = "expect_column_pair_values_a_to_be_greater_than_b"
    either = "either_value_is_missing"
    return _expect(kind, meta, codes, column_A=upper, column_B=lower, or_equal=True, ignore_row_if=either)


def _meta(rule: str, message: str, example: str, *repeats: str) -> dict[str, Any]:
    """Return what the finding needs to know; level 1, because each row is one unit's statement."""
    return {"rule": rule, "level": 1, "message": message, "example": example, "repeats": list(repeats)}


if __name__ == "__main__":
    from nianbao.catalogue import load_catalogue
    from nianbao.places import data_folder

    write_suites(load_catalogue(data_folder("catalogue")))
