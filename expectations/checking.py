"""Check the frame of all units once with Great Expectations, and turn its verdicts into findings.

One ephemeral context, one frame, one checkpoint a run: the cost is per expectation, not per row. The verdict is read
row by row with its severity; `success` alone would stop a district for a note. An expectation that could not be
evaluated is an error finding of its own, never a silent pass.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations.suites import SUITES, SuiteRule, load_suites, rule_of
from nianbao.checks.finding import Finding
from nianbao.checks.tabled import Judged, Row, TableChecks

if TYPE_CHECKING:
    import pandas as pd


def check_frame(
    frame: pd.DataFrame, units: Collection[str], known: Iterable[Finding] = (), folder: Path = SUITES
) -> tuple[Finding, ...]:
    """Return what the suites find in the frame and `known` does not say already.

    `units` are the codes that may report. One fault is one finding: see `repeated`.
    """
    return check_table(frame, units, known, folder)[0]


def check_table(
    frame: pd.DataFrame, units: Collection[str], known: Iterable[Finding] = (), folder: Path = SUITES
) -> tuple[tuple[Finding, ...], TableChecks | None]:
    """Return the findings as `check_frame` does, and what every expectation came to; None where there is no row."""
    if frame.empty:
        return (), None
    said = tuple(known)
    found: dict[str, Finding] = {}
    judged = []
    for suite, result in validate(frame, units, load_suites(folder)):
        rule = rule_of(result["expectation_config"])
        broken = failure(result.get("exception_info") or {})
        if broken:
            message = f"校验规则 {rule.id} 无法执行（{broken}），请把本条转给维护人员"
            findings: tuple[Finding, ...] = (Finding(rule.id, rule.level, "error", None, message),)
        else:
            findings = tuple(verdicts(rule, result, frame))
        old = {finding.id for finding in findings if any(repeated(finding, rule, other) for other in said)}
        judged.append(judgement(suite, rule, result, findings if not broken else (), old, broken))
        for finding in findings:
            if finding.id not in old:
                found.setdefault(finding.id, finding)
    sizes = (len(frame), frame["unit"].nunique(), frame["indicator"].nunique())
    return tuple(found.values()), TableChecks(library(), *sizes, tuple(judged))


def judgement(
    suite: str, rule: SuiteRule, result: dict[str, Any], findings: Iterable[Finding], old: Collection[str], broken: str
) -> Judged:
    """Return an expectation's result as a plain value."""
    return Judged(
        suite=suite,
        rule=rule.id,
        severity=rule.severity,
        line=rule.line,
        limit=result["expectation_config"]["meta"].get("limit", ""),
        looked_at=int(result["result"].get("element_count") or 0),
        rows=tuple(Row(f.id, f.unit or "", f.figures[0], f.quote, f.id in old) for f in findings),
        failure=broken,
    )


def library() -> str:
    """Return the name and version of the library that judges."""
    from importlib.metadata import version

    return f"Great Expectations {version('great_expectations')}"


def repeated(finding: Finding, rule: SuiteRule, known: Finding) -> bool:
    """Say whether a known finding, of a rule that this one repeats, speaks of the unit's same indicator or fact.

    By fact too: a rate above 100 % is recomputed from two counts, and it is those that a relation has named already.
    """
    if known.unit != finding.unit or known.rule not in rule.repeats:
        return False
    return bool({*known.indicators} & {*finding.indicators} or {*known.facts} & {*finding.facts})


def verdicts(rule: SuiteRule, result: dict[str, Any], frame: pd.DataFrame) -> Iterator[Finding]:
    """Yield a finding for each row that an expectation did not hold for."""
    limit = result["expectation_config"]["meta"].get("limit", "")
    for position in dict.fromkeys(result["result"].get("unexpected_index_list") or ()):
        row = frame.loc[position]
        said = "；".join(filter(None, [row["stated"], limit]))
        yield Finding(
            rule=rule.id,
            level=rule.level,
            severity=rule.severity,
            unit=row["unit"],
            message=f"{rule.line}（{said}）",
            quote=row["quote"],
            indicators=(row["indicator"],),
            facts=tuple(row["facts"].split()),
            figures=(row["stated"],),
        )


def failure(exception_info: dict[str, Any]) -> str:
    """Return why an expectation could not be evaluated, "" when it could; the library nests this by metric."""
    entries = [exception_info] if "raised_exception" in exception_info else list(exception_info.values())
    for entry in entries:
        if entry.get("raised_exception"):
            return " ".join(str(entry.get("exception_message") or "unknown").split())[:120]
    return ""


def validate(
    frame: pd.DataFrame, units: Collection[str], suites: Iterable[dict[str, Any]]
) -> list[tuple[str, dict[str, Any]]]:
    """Run every suite over the frame in one checkpoint and return the results as plain objects, each with its suite."""
    # Set before the import: the library reads it once, and would otherwise call home.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    asset = context.data_sources.add_pandas("nianbao").add_dataframe_asset("values")
    batch = asset.add_batch_definition_whole_dataframe("year")
    definitions = []
    for raw in suites:
        suite = context.suites.add(gx.ExpectationSuite(name=raw["name"], expectations=raw["expectations"]))
        definition = gx.ValidationDefinition(name=raw["name"], data=batch, suite=suite)
        definitions.append(context.validation_definitions.add(definition))
    checkpoint = gx.Checkpoint(
        name="year", validation_definitions=definitions, result_format={"result_format": "COMPLETE"}
    )
    outcome = context.checkpoints.add(checkpoint).run(
        batch_parameters={"dataframe": frame}, expectation_parameters={"units": list(units)}
    )
    runs = outcome.run_results.values()
    return [(run.suite_name, result.to_json_dict()) for run in runs for result in run.results]
