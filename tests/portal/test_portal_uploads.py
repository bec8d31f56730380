"""What is handed in is untrusted: its name, its size, its bytes, its words."""

from __future__ import annotations

import io
import zipfile

import pytest
from district_scene import YEAR
from portal_scene import REPORT_A, Portal

from apps.portal.settings import MOST_UPLOAD_BYTES

TRICKS = """云岫高新区2023年法治政府建设年度报告
一、主要工作
（一）<script>alert(x)</script><img src=x onerror=alert(y)>。
全年检查企业210家次"><svg onload=alert(z)>，
发现安全隐患64处，整改隐患60处。
{{ visitor.csrf }}{% include "base.html.j2" %}${x}#{x} `code` **粗** [x](javascript:alert(w)) =A+B @SUM(A) &lt;b&gt;
‮反向的字‬，调处矛盾纠纷12件\x07\x1b[31m，化解12件。
云岫高新技术产业开发区管理委员会
2024年1月10日
"""


def sent(portal: Portal, content: bytes, name: str = "报告.txt", path: str = "/my/submissions") -> object:
    browser = portal.signed_in("gaoxin")
    return browser.post(path, {"year": YEAR}, files={"file": (name, content, "application/octet-stream")})


def test_what_a_unit_hands_in_is_in_the_vault_and_waits_to_be_read(portal: Portal) -> None:
    answer = sent(portal, REPORT_A.replace("210", "211").encode())
    submission = portal.desk.records.submission(int(answer.headers["location"].rsplit("/", 1)[1]))
    assert (submission.state, submission.unit, submission.asked_year) == ("received", "gaoxin", YEAR)
    assert portal.desk.records.vault.holds(submission.sha256)
    assert [p.id for p in portal.desk.records.pending("yunxiu", YEAR)] == [submission.id]


def test_the_same_file_again_leads_to_the_same_receipt(portal: Portal) -> None:
    first, again = sent(portal, b"abc", "a.txt"), sent(portal, b"abc", "b.txt")
    assert first.headers["location"] == again.headers["location"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\dokumente\\报告.pdf", "报告.pdf"),
        ("<script>alert(1)</script>.txt", "script>.txt"),
        ("报告\u202efdp.exe", "报告\ufffdfdp.exe"),
        ("/", "未命名"),
        ("名" * 400 + ".txt", "名" * 200),
    ],
)
def test_a_file_name_is_a_name_and_no_path(portal: Portal, name: str, kept: str) -> None:
    answer = sent(portal, name.encode(), name)
    assert answer.status_code == 303
    submission = portal.desk.records.submission(int(answer.headers["location"].rsplit("/", 1)[1]))
    assert submission.file == kept
    assert {p.name for p in portal.home.iterdir()} <= {
        "records.db", "records.db-wal", "records.db-shm", "vault", "log", "portal",
    }  # fmt: skip
    assert not list((portal.home / "portal").iterdir())


def test_too_large_a_file_is_refused_before_it_is_read(portal: Portal) -> None:
    browser = portal.signed_in("gaoxin")
    headers = {"Content-Length": str(MOST_UPLOAD_BYTES * 2), "Content-Type": "multipart/form-data; boundary=x"}
    answer = browser.client.post("/my/submissions", headers=headers, content=b"--x\r\n", follow_redirects=False)
    assert answer.status_code == 413
    assert "50 MB" in answer.text


def test_too_large_a_file_is_refused_while_it_flows(portal: Portal) -> None:
    client = portal.with_key("gaoxin")

    def endless() -> object:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _ in range(60):
            yield b"0" * (1 << 20)

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = client.post("/api/v1/submissions", headers=headers, content=endless())
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_form_without_a_file_may_be_small_only(portal: Portal) -> None:
    browser = portal.signed_in("gaoxin")
    assert browser.post("/password", {"old": "x" * 100_000}).status_code == 413
    assert portal.stranger().client.post("/login", data={"name": "x" * 100_000}).status_code == 413


def test_words_of_a_report_are_shown_and_never_run(portal: Portal) -> None:
    answer = sent(portal, TRICKS.encode(), "<img src=x onerror=alert(9)>.txt")
    location = answer.headers["location"]
    portal.read(int(location.rsplit("/", 1)[1]))
    for browser in (portal.signed_in("gaoxin"), portal.signed_in("clerk")):
        page = browser.get(location).text
        assert "<script>alert" not in page and "<img src=x" not in page and "<svg onload" not in page
        assert "&lt;script&gt;alert(x)" in page and "&lt;img src=x onerror=alert(9)&gt;" in page
        assert "{{ visitor.csrf }}{% include" in page and "&amp;lt;b&amp;gt;" in page
        assert "\u202e" not in page and "\x1b" not in page and "\x07" not in page
        assert "javascript:alert(w)" in page and 'href="javascript' not in page


def test_what_a_unit_answers_is_shown_and_never_run(portal: Portal) -> None:
    submission, evil = portal.of("gaoxin"), "</blockquote><script>alert(1)</script>{{ visitor.csrf }}"
    fact = next(f for f in portal.desk.records.reading(submission.id).facts if f.text.startswith("210"))
    form = {"act": "correct", "fact": fact.id, "wanted": "212", "why": evil}
    assert portal.signed_in("gaoxin").post(f"/submissions/{submission.id}/proposals", form).status_code == 303
    clerk = portal.signed_in("clerk")
    for path in (f"/queue?year={YEAR}", "/proposals/1", f"/units/gaoxin?year={YEAR}", f"/submissions/{submission.id}"):
        page = clerk.get(path).text
        assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page, path
        assert "{{ visitor.csrf }}" in page, path


def test_the_original_is_saved_and_never_shown_as_ours(portal: Portal) -> None:
    answer = sent(portal, b"<html><script>alert(1)</script></html>", "报告.html")
    id = answer.headers["location"].rsplit("/", 1)[1]
    original = portal.signed_in("gaoxin").get(f"/submissions/{id}/file")
    assert original.headers["content-type"] == "application/octet-stream"
    assert original.headers["content-disposition"].startswith("attachment")
    assert original.headers["x-content-type-options"] == "nosniff"


def bomb() -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    return package.getvalue()


HOSTILE = {
    "empty": b"",
    "garbage": bytes(range(256)) * 40,
    "cut": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog",
    "encrypted": b"%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\n"
    b"endobj\ntrailer\n<</Size 3/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/O<00>/U<00>/P -4>>>>\n%%EOF\n",
    "nothing but a notice": "关于开会的通知\n请各单位参加。".encode(),
    "old word": bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_trial_of_what_cannot_be_read_says_so_and_keeps_nothing(portal: Portal, what: str) -> None:
    before = portal.desk.records.audit_position("yunxiu")
    answer = sent(portal, HOSTILE[what], f"{what}.pdf", "/my/check")
    assert answer.status_code == 200
    assert 'class="alert bad"' in answer.text
    assert portal.desk.records.audit_position("yunxiu") == before + 1  # the sign-in
    assert not list((portal.home / "portal").iterdir())


def test_a_bomb_is_refused(portal: Portal) -> None:
    answer = sent(portal, bomb(), "bomb.docx", "/my/check")
    assert answer.status_code == 200
    assert 'class="alert bad"' in answer.text


def test_a_trial_shows_what_would_be_found_and_keeps_nothing(portal: Portal) -> None:
    before = portal.desk.records.audit_position("yunxiu")
    answer = sent(portal, REPORT_A.replace("整改隐患60处", "整改隐患66处").encode(), path="/my/check")
    assert answer.status_code == 200
    assert "仅供自查" in answer.text and "云岫高新技术产业开发区" in answer.text
    assert "66处" in answer.text and 'class="finding' in answer.text
    assert portal.desk.records.audit_position("yunxiu") == before + 1
    assert not portal.desk.records.pending("yunxiu", 9999)
