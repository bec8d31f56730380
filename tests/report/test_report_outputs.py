"""Every output that the contract names, as its users' programs see it."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from report_scene import FINDINGS, WORDINGS, Scene

from nianbao.report.charting import draw_svg
from nianbao.report.rendering import Outputs, render
from nianbao.report.view import ReportView


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out")


@pytest.fixture(scope="module")
def outputs(scene: Scene, folder: Path) -> Outputs:
    return render_scene(scene, folder)


def render_scene(scene: Scene, folder: Path) -> Outputs:
    return render(
        scene.consolidation,
        scene.readings,
        scene.district,
        scene.catalogue,
        scene.templates,
        folder,
        code_version="0.1.0",
    )


def words_of_html(path: Path) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8")))


def words_of_docx(path: Path) -> str:
    document = zipfile.ZipFile(path).read("word/document.xml").decode()
    return html.unescape(re.sub(r"<[^>]+>", "", document))


def words_of_pdf(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    pages = (document[k].get_textpage().get_text_range() for k in range(len(document)))
    return re.sub(r"\s", "", "".join(pages))


READERS = {"html": words_of_html, "docx": words_of_docx, "pdf": words_of_pdf}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("wording", WORDINGS.values())
def test_every_totals_wording_stands_in(outputs: Outputs, kind: str, wording: str) -> None:
    assert wording in READERS[kind](getattr(outputs, kind))


@pytest.mark.parametrize("kind", READERS)
def test_the_missing_unit_the_held_file_and_the_errors_are_named_in(outputs: Outputs, kind: str) -> None:
    words = READERS[kind](getattr(outputs, kind))
    for said in ("青石镇", "西岭街道", "化解数大于调处数", "草案", "〔缺字〕"):
        assert said in words
    assert "\ufffd" not in words


def test_html_asks_nothing_of_the_network(outputs: Outputs) -> None:
    page = outputs.html.read_text(encoding="utf-8")
    fetched = (
        r"""(\ssrc\s*=|<link[^>]+href\s*=\s*["']?(https?:)?//|@import|url\(|\bfetch\(|XMLHttpRequest|<iframe|<object)"""
    )
    assert not re.search(fetched, page)
    assert "default-src 'none'" in page
    assert 'lang="zh-CN"' in page
    assert 'name="viewport"' in page


def test_html_escapes_what_a_unit_wrote(outputs: Outputs) -> None:
    page = outputs.html.read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_html_proves_every_figure_without_a_script(outputs: Outputs) -> None:
    page = outputs.html.read_text(encoding="utf-8")
    proofs = re.findall(r'<details class="figure" id="i-([^"]+)".*?</details>', page, re.S)
    assert set(proofs) == set(WORDINGS)
    for proof in re.findall(r'<details class="figure".*?</details>', page, re.S):
        assert "<mark>" in proof
        assert "算式" in proof
    anchors = set(re.findall(r'\bid="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= anchors


def test_a_chart_speaks_to_those_who_cannot_see_it(view: ReportView) -> None:
    assert view.change_chart is not None
    drawing = draw_svg(view.change_chart)
    assert 'role="img"' in drawing
    assert "<title>主要指标同口径同比变化</title>" in drawing
    assert "安全生产检查家次增长20%" in drawing


def test_data_json_has_the_shape_of_the_contract(outputs: Outputs) -> None:
    data = json.loads(outputs.json.read_text(encoding="utf-8"))
    assert list(data) == [
        "district", "year", "units_expected", "units_reporting", "missing", "held", "indicators", "findings",
    ]  # fmt: skip
    assert (data["units_expected"], data["units_reporting"], data["missing"]) == (3, 2, ["qingshi"])
    assert data["held"] == [{"file": "投错/西岭街道.txt", "reason": "other-district"}]
    found = {entry["code"]: entry for entry in data["indicators"]}
    hazards = found["safety.hazards_found"]
    assert list(hazards) == ["code", "value", "low", "high", "unit", "wording", "units", "of", "previous", "by_unit"]
    assert (hazards["low"], hazards["high"], hazards["wording"]) == ("381", "390", "380余处")
    assert hazards["by_unit"]["xinqiao"] == {"value": "41", "low": "41", "high": "41", "facts": ["bbbbbbbb-f2"]}
    assert hazards["previous"] is None
    previous = found["safety.inspections"]["previous"]
    assert (previous["value"], previous["units"], previous["wording"]) == ("180", 2, "增长20%")
    needed = {"id", "rule", "severity", "unit", "indicators", "facts", "quote", "message", "state"}
    assert all(needed <= set(finding) for finding in data["findings"])


def test_quotes_in_data_json_are_verbatim(outputs: Outputs) -> None:
    data = json.loads(outputs.json.read_text(encoding="utf-8"))
    assert {finding["quote"] for finding in data["findings"]} == {finding.quote for finding in FINDINGS}


def test_the_same_inputs_give_the_same_bytes(scene: Scene, outputs: Outputs, folder: Path, tmp_path: Path) -> None:
    render_scene(scene, tmp_path)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            assert (tmp_path / path.relative_to(folder)).read_bytes() == path.read_bytes(), path.name


def test_the_manifest_names_every_output_by_its_hash(outputs: Outputs, folder: Path, scene: Scene) -> None:
    manifest = json.loads(outputs.manifest.read_text(encoding="utf-8"))
    written = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file() and p != outputs.manifest}
    assert set(manifest["outputs"]) == set(written)
    for name, digest in manifest["outputs"].items():
        assert hashlib.sha256(written[name].read_bytes()).hexdigest() == digest
    assert manifest["catalogue"]["digest"] == scene.catalogue.digest
    assert manifest["inputs"] == [{"unit": "gaoxin", "sha256": "a" * 64}, {"unit": "xinqiao", "sha256": "b" * 64}]


def test_facts_csv_lists_every_fact_with_its_span(outputs: Outputs, scene: Scene) -> None:
    rows = list(csv.DictReader(io.StringIO(outputs.facts.read_text(encoding="utf-8-sig"))))
    assert len(rows) == sum(len(reading.facts) for reading in scene.readings)
    for row in rows:
        reading = next(reading for reading in scene.readings if reading.unit == row["unit"])
        assert reading.document.text[int(row["start"]) : int(row["end"])] == row["text"]
        assert row["counted"] == "yes"


def test_docx_is_an_official_document(outputs: Outputs) -> None:
    document = docx.Document(str(outputs.docx))
    section = document.sections[0]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(margin.mm) for margin in margins if margin is not None] == [37, 26, 35, 28]
    styles = zipfile.ZipFile(outputs.docx).read("word/styles.xml").decode()
    for font in ("仿宋", "黑体", "楷体", "方正小标宋简体"):
        assert f'w:eastAsia="{font}"' in styles
    assert all(
        table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in document.tables if table.style.name == "Table Grid"
    )
    assert "PAGE" in "".join(part.decode() for part in footers(outputs.docx))


def footers(path: Path) -> list[bytes]:
    package = zipfile.ZipFile(path)
    return [package.read(name) for name in package.namelist() if "footer" in name]


def test_pdf_has_the_page_and_the_margins_of_the_standard(outputs: Outputs) -> None:
    document = pypdfium2.PdfDocument(outputs.pdf)
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    page = document[1].get_textpage()
    lefts = [page.get_charbox(k)[0] for k in range(page.count_chars()) if page.get_text_range(k, 1).strip()]
    assert min(lefts) >= 28 / 25.4 * 72 - 1
    assert "—1—" in re.sub(r"\s", "", document[0].get_textpage().get_text_range())


def test_a_year_without_reports_has_no_empty_table(changed: Callable[..., Scene], tmp_path: Path) -> None:
    nothing = changed(figures=(), findings=(), reporting=(), missing=("gaoxin", "xinqiao", "qingshi"))
    outputs = render_scene(replace(nothing, readings=()), tmp_path)
    assert "主要指标" not in words_of_docx(outputs.docx)
    assert "表1　各单位报送情况" in words_of_docx(outputs.docx)
    document = pypdfium2.PdfDocument(outputs.pdf)
    words = "".join(page.get_textpage().get_text_range() for page in document)
    assert "主要指标" not in words and "各单位报送情况" in words


def test_letters_go_to_units_with_errors_only(outputs: Outputs) -> None:
    assert sorted(path.stem for path in outputs.letters) == ["qingshi", "xinqiao"]
    words = {path.stem: words_of_docx(path) for path in outputs.letters}
    for said in (
        "新桥街道：",
        "化解数大于调处数",
        "调处矛盾纠纷112件，其中化解矛盾纠纷115件",
        "2025年3月14日",
        "临泽示范区委",
    ):
        assert said in words["xinqiao"]
    assert "尚未收到你单位的报告" in words["qingshi"]


def test_a_letter_of_an_earlier_run_goes_when_its_errors_are_gone(
    changed: Callable[..., Scene], tmp_path: Path
) -> None:
    render_scene(changed(), tmp_path)
    assert (tmp_path / "letters" / "xinqiao.docx").exists()
    render_scene(changed(findings=()), tmp_path)
    assert not list((tmp_path / "letters").iterdir())


def test_the_workbook_adds_up_by_itself(outputs: Outputs) -> None:
    sheet = openpyxl.load_workbook(outputs.xlsx)["单位数据"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    inspections = rows["safety.inspections"]
    assert inspections[3].value == "=SUM(F2:H2)"
    assert [cell.value for cell in inspections[5:8]] == [126, 90, None]
    assert inspections[5].hyperlink.location.startswith("'数据来源'!A")
    assert rows["safety.hazards_found"][3].value == "380余处"
    cached = openpyxl.load_workbook(outputs.xlsx, data_only=True)["单位数据"]
    assert cached["D2"].value == 216


def test_no_text_of_a_report_becomes_a_formula(outputs: Outputs) -> None:
    book = openpyxl.load_workbook(outputs.xlsx)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    formulas = [cell.value for cell in cells if cell.data_type == "f"]
    assert formulas
    assert all(re.fullmatch(r"=SUM\([A-Z]+\d+:[A-Z]+\d+\)", formula) for formula in formulas)
    assert "=1+1组织普法宣传活动18场" in {cell.value for cell in cells if cell.data_type == "s"}
    assert "'=1+1组织普法宣传活动18场" in outputs.facts.read_text(encoding="utf-8-sig")
