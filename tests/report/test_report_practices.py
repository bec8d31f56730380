"""Good practice is quoted, never told: with its unit, with its figures, and only where nothing doubts them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from report_scene import Reader, Scene

from nianbao.checks.finding import Finding
from nianbao.documents.model import Document
from nianbao.documents.reading import read
from nianbao.report.practices import load_cues, practices
from nianbao.report.printing import quoted
from nianbao.report.rendering import render
from nianbao.report.returning import bare, lost_in
from nianbao.report.view import Practice

TOLD = "一是创新“板凳调解”工作机制，全年就地化解矛盾纠纷54件"
REPORT = f"""临泽高新区2024年法治政府建设年度报告
一、主要举措和成效
{TOLD}。
率先推行柔性执法，群众普遍满意。
全年调处矛盾纠纷58件，办结率居全市前列。
二、存在的问题
率先建立的调解平台只覆盖了3个社区。
三、下一步工作安排
2025年率先建成法治驿站9个。
"""


def told_by(scene: Scene, text: str, quote: str, figure: str, *findings: Finding) -> tuple[Practice, ...]:
    reader = Reader("gaoxin", text, "c" * 64)
    reader.state("dispute.disputes_resolved", quote, figure, figure[-1], figure[:-1])
    return practices([reader.reading()], scene.district, findings, load_cues(scene.templates))


def test_a_sentence_is_quoted_with_its_unit_and_its_place_without_its_number(scene: Scene) -> None:
    (practice,) = told_by(scene, REPORT, "化解矛盾纠纷54件", "54件")
    assert practice.unit_name == "临泽高新技术产业开发区"
    assert practice.words == TOLD.removeprefix("一是")
    assert practice.place == "一（一）"


@pytest.mark.parametrize(
    ("quote", "figure"),
    [
        ("调处矛盾纠纷58件", "58件"),  # no practice, and the sentence that boasts states no figure
        ("覆盖了3个", "3个"),  # a problem
        ("法治驿站9个", "9个"),  # a plan
    ],
)
def test_what_is_no_practice_or_states_no_figure_is_not_quoted(scene: Scene, quote: str, figure: str) -> None:
    assert told_by(scene, REPORT, quote, figure) == ()


def test_a_figure_that_a_finding_doubts_is_not_quoted_until_it_is_answered(scene: Scene) -> None:
    doubt = Finding("past_leap", 2, "warning", "gaoxin", "请核对", facts=("cccccccc-f1",))
    assert told_by(scene, REPORT, "化解矛盾纠纷54件", "54件", doubt) == ()
    answered = replace(doubt, state="explained")
    assert len(told_by(scene, REPORT, "化解矛盾纠纷54件", "54件", answered)) == 1


def test_quotation_marks_inside_a_quote_are_single_ones() -> None:
    assert quoted("推行“首违不罚”，免予处罚38件") == "“推行‘首违不罚’，免予处罚38件”"
    assert quoted("“双随机”和‘一网通办’") == "“‘双随机’和“一网通办””"


def test_page_and_papers_quote_the_practice_and_name_its_unit(scene: Scene, tmp_path: Path) -> None:
    reader = Reader("gaoxin", REPORT, "c" * 64)
    reader.state("dispute.disputes_resolved", "化解矛盾纠纷54件", "54件", "件", "54")
    outputs = render(
        scene.consolidation, [reader.reading()], scene.district, scene.catalogue, scene.templates, tmp_path,
        code_version="0",
    )  # fmt: skip
    assert outputs.view.practices is not None and len(outputs.view.practices.told) == 1
    page = outputs.html.read_text(encoding="utf-8")
    assert "各单位做法摘登" in page and "板凳调解" in page
    assert not [lost for lost in lost_in((outputs.docx, outputs.pdf), outputs.view) if lost.said.startswith("创新")]
    told = "“" + TOLD.removeprefix("一是").replace("“", "‘").replace("”", "’") + "”"
    assert told in page
    for paper in (outputs.docx, outputs.pdf):
        document = read(paper)
        assert isinstance(document, Document) and told in bare(document.text)
    assert "均为单位自述" in outputs.view.practices.intro
