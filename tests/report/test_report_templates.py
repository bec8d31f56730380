"""Templates print only figures of the model: a digit typed into one would be a figure that nobody reported."""

from __future__ import annotations

import html
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from nianbao.places import data_folder

TEMPLATES = data_folder("templates")
DIGIT = re.compile(r"[0-9０-９]")
COUNT = re.compile(r"[一二三四五六七八九十百千万亿两]+(?:个|项|件|家|次|人|处|条|份|场|起)")


def words_of_jinja(text: str) -> str:
    """Return what the template itself prints: no comment, no expression, no tag and no attribute."""
    code = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.S)
    return re.sub(r"<!?[^<>]+>", "", code.sub("", text))


def words_of_docx(path: Path) -> str:
    package = zipfile.ZipFile(path)
    names = [n for n in package.namelist() if re.match(r"word/(document|header\d*|footer\d*)\.xml", n)]
    texts = (re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", package.read(name).decode()) for name in names)
    return words_of_jinja(html.unescape("".join(text for found in texts for text in found)))


def words_of_typst(text: str) -> str:
    return re.sub(r"//[^\n]*|gbt9704", "", text)


def printed_words() -> dict[str, str]:
    files = TEMPLATES.rglob("*.j2")
    words = {path.relative_to(TEMPLATES).as_posix(): words_of_jinja(path.read_text(encoding="utf-8")) for path in files}
    words["report.typ"] = words_of_typst((TEMPLATES / "report.typ").read_text(encoding="utf-8"))
    return words | {path.name: words_of_docx(path) for path in TEMPLATES.glob("*.docx")}


@pytest.mark.parametrize(
    "name", ["report.html.j2", "sentences.j2", "report.typ", "report.docx", "letter.docx", "table-checks.html.j2"]
)
def test_no_digit_is_typed_into(name: str) -> None:
    words = printed_words()[name]
    assert len(words) > 10
    assert not DIGIT.findall(words)
    assert not COUNT.findall(words)


def test_every_template_that_prints_is_looked_at() -> None:
    layout = {"themes.yml", "practices.yml", "gbt9704.typ", "report.css", "report.js", "make_word_templates.py"}
    ours = {path.name for path in TEMPLATES.iterdir() if path.is_file()} - layout
    assert ours <= set(printed_words())


def test_a_typed_digit_would_be_found() -> None:
    assert DIGIT.findall(words_of_jinja("<p class='h2'>共{{ n }}件，增长12%</p>")) == ["1", "2"]


def test_a_script_or_a_style_holds_no_words_of_the_report() -> None:
    for name in ("report.js", "report.css"):
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", (TEMPLATES / name).read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(r"[\u4e00-\u9fff]", code)


def test_the_word_templates_are_what_their_builder_makes(tmp_path: Path) -> None:
    builder = tmp_path / "make_word_templates.py"
    builder.write_bytes((TEMPLATES / "make_word_templates.py").read_bytes())
    subprocess.run([sys.executable, str(builder)], check=True)
    for name in ("report.docx", "letter.docx"):
        made, kept = (zipfile.ZipFile(folder / name) for folder in (tmp_path, TEMPLATES))
        for part in ("word/document.xml", "word/styles.xml"):
            assert made.read(part) == kept.read(part), f"{name}: run templates/make_word_templates.py"


def test_reading_the_report_package_imports_nothing_heavy() -> None:
    code = "import sys, nianbao.report.rendering; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    heavy = {"pandas", "typst", "vl_convert", "docx", "docxtpl", "xlsxwriter", "prefect", "great_expectations"}
    assert not heavy & set(loaded)
