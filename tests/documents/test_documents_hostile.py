from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from nianbao.documents.model import Document
from nianbao.documents.reading import Limits, read, read_text
from nianbao.reasons import Reason, Rejection


def _pdf(objects: list[str], trailer: str = "/Root 1 0 R") -> bytes:
    """Write a PDF by hand, with a correct cross-reference table."""
    data, offsets = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    return data + f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode("latin-1")


def _stream(content: str, extra: str = "") -> str:
    return f"<< /Length {len(content)} {extra} >>\nstream\n{content}\nendstream"


FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
WORDS = "BT /F1 12 Tf 50 150 Td (In 2023 the town made 127 inspections.) Tj ET"


def _page(contents: int, resources: str) -> str:
    return (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents {contents} 0 R /Resources << {resources} >> >>"
    )


def test_a_file_behind_a_password_is_refused_as_encrypted(tmp_path: Path) -> None:
    secret = "<" + "5A" * 32 + ">"
    encrypt = f"/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O {secret} /U {secret} >> /ID [<00> <00>]"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"]
    (tmp_path / "secret.pdf").write_bytes(_pdf(objects, f"/Root 1 0 R {encrypt}"))
    outcome = read(tmp_path / "secret.pdf")
    assert isinstance(outcome, Rejection)
    assert outcome.reason is Reason.ENCRYPTED


def test_a_file_without_a_page_is_refused_as_empty(tmp_path: Path) -> None:
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"]
    (tmp_path / "none.pdf").write_bytes(_pdf(objects))
    outcome = read(tmp_path / "none.pdf")
    assert isinstance(outcome, Rejection)
    assert outcome.reason is Reason.EMPTY


def test_a_crash_on_page_two_keeps_page_one_and_says_so(tmp_path: Path) -> None:
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        _page(5, "/Font << /F1 7 0 R >>"),
        _page(6, "/XObject << /X 8 0 R >>"),
        _stream(WORDS),
        _stream("/X Do"),
        FONT,
        _stream(
            "/X Do /X Do", "/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X 8 0 R >> >>"
        ),
    ]
    (tmp_path / "crash.pdf").write_bytes(_pdf(objects))
    outcome = read(tmp_path / "crash.pdf", replace(Limits(), memory_bytes=300 * 1024**2, cpu_s=5))
    assert isinstance(outcome, Document)
    assert "127 inspections" in outcome.text
    assert any("只读到第1页" in note for note in outcome.notes)


def test_a_crash_on_page_two_keeps_the_pages_after_it_and_says_which_limit_was_met(tmp_path: Path) -> None:
    recursive = _stream(
        "/X Do /X Do", "/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X 8 0 R >> >>"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R 4 0 R 3 0 R] /Count 3 >>",
        _page(5, "/Font << /F1 7 0 R >>"),
        _page(6, "/XObject << /X 8 0 R >>"),
        _stream(WORDS),
        _stream("/X Do"),
        FONT,
        recursive,
    ]
    (tmp_path / "middle.pdf").write_bytes(_pdf(objects))
    outcome = read(tmp_path / "middle.pdf", replace(Limits(), memory_bytes=300 * 1024**2, cpu_s=5))
    assert isinstance(outcome, Document)
    assert outcome.text.count("127 inspections") == 2
    assert [page.grade for page in outcome.pages] == [1.0, 0.0, 1.0]
    assert any(note.startswith("第2页：") and "内存上限300 MB" in note for note in outcome.notes)


def test_scripts_and_files_in_a_pdf_are_ignored_and_noted(tmp_path: Path) -> None:
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> "
        "/Names << /EmbeddedFiles << /Names [(a.txt) 6 0 R] >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        _page(4, "/Font << /F1 5 0 R >>"),
        _stream(WORDS),
        FONT,
        "<< /Type /Filespec /F (a.txt) /EF << /F 7 0 R >> >>",
        _stream("secret", "/Type /EmbeddedFile"),
    ]
    (tmp_path / "armed.pdf").write_bytes(_pdf(objects))
    outcome = read(tmp_path / "armed.pdf")
    assert isinstance(outcome, Document)
    assert "secret" not in outcome.text
    assert outcome.notes == ("文件内嵌脚本，未执行", "文件附带1个内嵌文件，未读取")


def test_a_page_of_any_size_is_read(tmp_path: Path) -> None:
    huge = _page(4, "/Font << /F1 5 0 R >>").replace("300 200", "14400000 14400000")
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        huge,
        _stream(WORDS),
        FONT,
    ]
    (tmp_path / "huge.pdf").write_bytes(_pdf(objects))
    outcome = read(tmp_path / "huge.pdf")
    assert isinstance(outcome, Document)
    assert "127" in outcome.text


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_anywhere_is_read_or_refused_but_never_raises(tmp_path: Path, share: float) -> None:
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    data = _pdf([*objects, _page(4, "/Font << /F1 5 0 R >>"), _stream(WORDS), FONT])
    (tmp_path / "cut.pdf").write_bytes(data[: int(share * len(data))])
    assert isinstance(read(tmp_path / "cut.pdf"), (Document, Rejection))


@pytest.mark.parametrize(
    "piece",
    ["一、", "（一）", "（一）法治。", "1.", "…", "…… ", "1.1.", "下一步，", "2024年", "\n", "a\tb\n", "《", "（"],
)
def test_a_long_monotonous_text_is_read_in_linear_time(piece: str) -> None:
    def once(length: int) -> float:
        start = time.process_time()
        read_text(piece * (length // len(piece)))
        return time.process_time() - start

    def seconds(length: int) -> float:
        """Return the least of three: what else the machine and the collector of this process do only adds."""
        return min(once(length) for _ in range(3))

    assert seconds(80_000) < 12 * max(seconds(20_000), 0.02)
