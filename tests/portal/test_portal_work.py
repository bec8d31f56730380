"""The year's work through the portal: answers, decisions, what they change, approval and release."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from district_scene import YEAR
from portal_scene import REPORT_A, Browser, Portal

from apps.portal.report import digest_of
from apps.portal.reviewing import queue
from nianbao.figures.facts import Fact
from nianbao.records.outbox import of_year
from nianbao.release.verifying import Verified, verify
from nianbao.review.laying import lay


def fact_of(portal: Portal, unit: str, text: str) -> Fact:
    reading = portal.desk.records.reading(portal.of(unit).id)
    return next(fact for fact in reading.facts if fact.text.startswith(text))


def laid_value(portal: Portal, unit: str, text: str) -> Decimal | None:
    reading = portal.desk.records.reading(portal.of(unit).id)
    fact = next(fact for fact in reading.facts if fact.text.startswith(text))
    return lay(reading, portal.desk.records.corrections("yunxiu", YEAR)).reading.fact(fact.id).value


def error_of(portal: Portal, unit: str) -> str:
    return next(f.id for f in portal.desk.records.findings(portal.of(unit).id) if f.severity == "error")


def propose(portal: Portal, unit: str, **form: str) -> object:
    return portal.signed_in(unit).post(f"/submissions/{portal.of(unit).id}/proposals", {"why": "笔误，请更正", **form})


def test_a_unit_sees_its_figures_marked_with_indicator_and_value(portal: Portal) -> None:
    page = portal.signed_in("gaoxin").get(f"/submissions/{portal.of('gaoxin').id}").text
    marked = re.search(r'<a class="fig k-actual f-named"[^>]*>210家次<span class="tip".*?</a>', page, re.DOTALL)
    assert marked and "安全生产检查家次" in marked[0]
    assert re.search(r'<a class="fig k-target[^>]*>230家次', page)
    assert '<span class="num k-period" title="时段">2023年</span>' in page


def test_the_marked_text_is_the_documents_own(portal: Portal) -> None:
    page = portal.signed_in("gaoxin").get(f"/submissions/{portal.of('gaoxin').id}").text
    paper = re.search(r'<article class="paper".*?</article>', page, re.DOTALL)[0]
    words = re.sub(r'<span class="tip" .*?</span></a>', "</a>", paper, flags=re.DOTALL)
    words = re.sub(r"<[^>]+>", "", words)
    assert "".join(words.split()) == "".join(REPORT_A.split())


def test_a_units_correction_waits_and_changes_nothing_until_accepted(portal: Portal) -> None:
    fact = fact_of(portal, "gaoxin", "210")
    assert propose(portal, "gaoxin", act="correct", fact=fact.id, wanted="212").status_code == 303
    assert laid_value(portal, "gaoxin", "210") == 210
    assert "等待区里审核" in portal.signed_in("gaoxin").get(f"/submissions/{portal.of('gaoxin').id}").text
    clerk = portal.signed_in("clerk")
    page = clerk.get("/proposals/1").text
    assert "210家次" in page and "212家次" in page  # what the report says now and would say
    answer = clerk.post("/proposals/1", {"decision": "accept", "why": "经电话核实"})
    assert answer.status_code == 303
    assert laid_value(portal, "gaoxin", "210") == 212
    assert portal.desk.records.outbox.errand("yunxiu", of_year(YEAR)) is not None
    correction = portal.desk.records.corrections("yunxiu", YEAR)[0]
    assert "笔误" in correction.why and "经电话核实" in correction.why and correction.who == "clerk某"
    assert "更正为" in portal.signed_in("gaoxin").get(f"/submissions/{portal.of('gaoxin').id}").text


def test_a_refused_correction_changes_nothing_and_says_why(portal: Portal) -> None:
    fact = fact_of(portal, "gaoxin", "210")
    propose(portal, "gaoxin", act="correct", fact=fact.id, wanted="212")
    assert (
        portal.signed_in("reviewer").post("/proposals/1", {"decision": "refuse", "why": "与台账不符"}).status_code
        == 303
    )
    assert laid_value(portal, "gaoxin", "210") == 210
    assert "与台账不符" in portal.signed_in("gaoxin").get(f"/submissions/{portal.of('gaoxin').id}").text


def test_a_decision_is_taken_once_and_with_a_reason(portal: Portal) -> None:
    propose(portal, "gaoxin", act="correct", fact=fact_of(portal, "gaoxin", "210").id, wanted="212")
    clerk = portal.signed_in("clerk")
    assert clerk.post("/proposals/1", {"decision": "accept", "why": ""}).status_code == 422
    assert clerk.post("/proposals/1", {"decision": "refuse", "why": "与台账不符"}).status_code == 303
    assert clerk.post("/proposals/1", {"decision": "accept", "why": "改主意了"}).status_code == 409
    assert laid_value(portal, "gaoxin", "210") == 210


@pytest.mark.parametrize("wanted", ["", "很多", "1和2", "-5", "21件", "9.5"])
def test_what_is_no_figure_is_not_proposed(portal: Portal, wanted: str) -> None:
    fact = fact_of(portal, "gaoxin", "210")
    assert propose(portal, "gaoxin", act="correct", fact=fact.id, wanted=wanted).status_code == 422
    assert portal.desk.proposals.proposals(YEAR) == ()


def test_an_accepted_explanation_closes_the_error_and_the_report_can_be_accepted(portal: Portal) -> None:
    error, id = error_of(portal, "qiaotou"), portal.of("qiaotou").id
    assert portal.of("qiaotou").state == "returned"
    assert propose(portal, "qiaotou", act="explain", finding=error, why="含上年结转3处").status_code == 303
    clerk = portal.signed_in("clerk")
    assert clerk.post(f"/submissions/{id}/accept").status_code == 409
    assert clerk.post("/proposals/1", {"decision": "accept", "why": "属实"}).status_code == 303
    assert portal.of("qiaotou").state == "checked"
    assert clerk.post(f"/submissions/{id}/accept").status_code == 303
    assert portal.of("qiaotou").state == "accepted"
    assert "含上年结转3处" in portal.desk.records.answers("yunxiu", YEAR)[0].why


def test_a_unit_answers_only_what_was_found_about_it(portal: Portal) -> None:
    error = error_of(portal, "qiaotou")
    assert propose(portal, "gaoxin", act="explain", finding=error).status_code == 409
    fact = fact_of(portal, "qiaotou", "20")
    assert propose(portal, "gaoxin", act="correct", fact=fact.id, wanted="21").status_code == 409
    assert propose(portal, "gaoxin", act="explain").status_code == 409


def test_a_later_answer_takes_the_place_of_the_waiting_one(portal: Portal) -> None:
    error = error_of(portal, "qiaotou")
    for why in ("第一次说明", "第二次说明"):
        propose(portal, "qiaotou", act="explain", finding=error, why=why)
    assert [p.state for p in portal.desk.proposals.proposals(YEAR)] == ["overtaken", "waiting"]
    browser = portal.signed_in("qiaotou")
    path = f"/submissions/{portal.of('qiaotou').id}/proposals/2/withdraw"
    assert browser.post(path).status_code == 303
    assert browser.post(path).status_code == 409


def test_a_new_version_shows_what_it_says_otherwise(portal: Portal) -> None:
    browser, first = portal.signed_in("gaoxin"), portal.of("gaoxin")
    content = REPORT_A.replace("210家次", "215家次").encode()
    answer = browser.post("/my/submissions", {"year": YEAR}, files={"file": ("新版.txt", content)})
    second = portal.read(int(answer.headers["location"].rsplit("/", 1)[1]))
    assert (second.version, second.state) == (2, "checked")
    page = browser.get(f"/submissions/{second.id}/changes").text
    assert "210" in page and "<strong>215" in page and "<del>" in page and "<ins>" in page
    assert "已被后报的版本取代" in browser.get(f"/submissions/{first.id}").text
    # What was proposed about the old one waits no more, and nothing more can be.
    assert browser.post(f"/submissions/{first.id}/proposals", {"act": "resubmit"}).status_code == 409


def test_the_queue_puts_the_largest_effect_first(portal: Portal) -> None:
    for text, wanted in (("64", "65"), ("12", "60")):
        propose(portal, "gaoxin", act="correct", fact=fact_of(portal, "gaoxin", text).id, wanted=wanted)
    propose(portal, "qiaotou", act="explain", finding=error_of(portal, "qiaotou"))
    waiting = queue(portal.desk, YEAR)
    assert [each.weight for each in waiting] == sorted((each.weight for each in waiting), reverse=True)
    of_proposals = [each.proposal.wanted for each in waiting if each.proposal and each.proposal.wanted]
    assert of_proposals == ["60", "65"]
    page = portal.signed_in("clerk").get(f"/queue?year={YEAR}").text
    assert page.index("<strong>60</strong>") < page.index("<strong>65</strong>")


def test_a_figure_without_an_indicator_is_given_one_after_a_preview(portal: Portal) -> None:
    clerk = portal.signed_in("clerk")
    unmatched = next(
        each.figure.source for each in queue(portal.desk, YEAR) if each.figure and each.figure.code is None
    )
    path, form = f"/figures/{unmatched.id}", {"year": YEAR, "why": "属于此项"}
    assert clerk.get(f"{path}?year={YEAR}").status_code == 200
    assert clerk.post(path, {**form, "act": "indicator", "code": "no.such"}).status_code == 422
    assert clerk.post(f"{path}/preview", {**form, "act": "not-counted"}).status_code == 200
    assert portal.desk.records.corrections("yunxiu", YEAR) == ()
    assert clerk.post(path, {**form, "act": "not-counted"}).status_code == 303
    assert unmatched.id not in {each.figure.source.id for each in queue(portal.desk, YEAR) if each.figure}


def test_the_board_counts_the_units(portal: Portal) -> None:
    page = portal.signed_in("clerk").get(f"/board?year={YEAR}").text
    tiles = dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", page))
    assert {k: int(v) for k, v in tiles.items()} == {
        "应报": 2, "已报": 2, "按时": 2, "逾期": 0, "缺报": 0, "退回": 1, "合格": 0,
    }  # fmt: skip


def test_a_held_file_is_decided_by_a_person(portal: Portal) -> None:
    browser = portal.signed_in("gaoxin")
    notice = "关于开会的通知\n请各单位参加会议。".encode()
    id = int(
        browser.post("/my/submissions", {"year": YEAR}, files={"file": ("通知.txt", notice)}).headers["location"][13:]
    )
    portal.read(id)
    assert "不像法治政府建设年度报告" in browser.get(f"/submissions/{id}").text
    clerk = portal.signed_in("clerk")
    assert "通知.txt" in clerk.get(f"/board?year={YEAR}").text
    assert clerk.post(f"/submissions/{id}/assign", {"unit": "nowhere", "why": "属于它"}).status_code == 422
    assert clerk.post(f"/submissions/{id}/withdraw", {"why": ""}).status_code == 422
    assert clerk.post(f"/submissions/{id}/withdraw", {"why": "放错文件"}).status_code == 303
    assert portal.desk.records.submission(id).state == "withdrawn"


def test_a_report_is_sent_back_with_the_reason_in_sight_of_its_unit(portal: Portal) -> None:
    id = portal.of("gaoxin").id
    assert (
        portal.signed_in("reviewer")
        .post(f"/submissions/{id}/say", {"act": "return", "why": "缺少第五部分"})
        .status_code
        == 303
    )
    page = portal.signed_in("gaoxin").get(f"/submissions/{id}").text
    assert "缺少第五部分" in page and "退回修改" in page
    assert portal.signed_in("gaoxin").get(f"/submissions/{id}/letter").status_code == 200


def test_the_letter_is_a_word_file_that_quotes_the_sentence(portal: Portal) -> None:
    answer = portal.signed_in("qiaotou").get(f"/submissions/{portal.of('qiaotou').id}/letter")
    assert answer.status_code == 200 and answer.content[:2] == b"PK"
    assert "attachment" in answer.headers["content-disposition"]


def test_a_receipt_has_number_hash_and_time(portal: Portal) -> None:
    submission = portal.of("gaoxin")
    page = portal.signed_in("gaoxin").get(f"/submissions/{submission.id}/receipt").text
    assert submission.sha256 in page and "2024-01-20 09:00" in page and "收件回执" in page


def test_english_is_a_switch(portal: Portal) -> None:
    browser = portal.signed_in("gaoxin")
    assert browser.get("/language/en?next=/my").headers["location"] == "/my"
    page = browser.get("/my").text
    assert "Send a report" in page and '<html lang="en">' in page
    browser.get("/language/zh")
    assert "报送报告" in browser.get("/my").text


@pytest.fixture
def sealing(monkeypatch: pytest.MonkeyPatch, portal: Portal) -> Callable[[], Portal]:
    """Close the one error, so that the year can be released without a reason."""

    def closed() -> Portal:
        error = error_of(portal, "qiaotou")
        propose(portal, "qiaotou", act="explain", finding=error, why="含上年结转3处")
        portal.signed_in("clerk").post("/proposals/1", {"decision": "accept", "why": "属实"})
        return portal

    return closed


def step(portal: Portal, browser: Browser, step_: str, why: str = "") -> object:
    form = {"step": step_, "figures": digest_of(portal.desk, YEAR), "why": why}
    return browser.post(f"/report/{YEAR}/approve", form)


def test_three_people_take_the_steps_in_turn_and_the_last_releases(sealing: Callable[[], Portal]) -> None:
    portal = sealing()
    clerk, reviewer, signer = (portal.signed_in(name) for name in ("clerk", "reviewer", "signer"))
    assert step(portal, signer, "signed").status_code == 403
    assert step(portal, reviewer, "reviewed").status_code == 403
    assert step(portal, clerk, "prepared").status_code == 303
    assert step(portal, clerk, "reviewed").status_code == 403
    assert step(portal, signer, "signed").status_code == 403
    assert step(portal, reviewer, "reviewed").status_code == 303
    assert step(portal, reviewer, "signed").status_code == 403
    answer = step(portal, signer, "signed")
    assert answer.status_code == 303, answer.text
    page = clerk.get(f"/report?year={YEAR}").text
    assert "已签发" in page and "signer某" in page
    package = clerk.get(f"/report/{YEAR}/versions/1")
    verified = verify(package.content)
    assert isinstance(verified, Verified) and verified.manifest.released_by == "signer某"
    client = portal.with_key("gaoxin")
    assert client.get(f"/api/v1/report?year={YEAR}").json()["released"]["version"] == 1
    assert client.get(f"/api/v1/report/file?year={YEAR}").content.startswith(b"%PDF")
    assert portal.desk.records.verify_audit() == ()


def test_open_errors_are_signed_with_a_reason_only(portal: Portal) -> None:
    assert step(portal, portal.signed_in("clerk"), "prepared").status_code == 303
    assert step(portal, portal.signed_in("reviewer"), "reviewed").status_code == 303
    assert step(portal, portal.signed_in("signer"), "signed").status_code == 422
    assert not (portal.home / "releases").exists()


def test_when_a_figure_changes_what_was_approved_counts_no_more(portal: Portal) -> None:
    clerk = portal.signed_in("clerk")
    looked_at = digest_of(portal.desk, YEAR)
    assert step(portal, clerk, "prepared").status_code == 303
    fact = fact_of(portal, "gaoxin", "210")
    form = {"year": YEAR, "act": "value", "wanted": "212", "why": "经核实"}
    assert clerk.post(f"/figures/{fact.id}", form).status_code == 303
    reviewer = portal.signed_in("reviewer")
    stale = {"step": "reviewed", "figures": looked_at}
    assert reviewer.post(f"/report/{YEAR}/approve", stale).status_code == 409
    assert step(portal, reviewer, "reviewed").status_code == 403  # the first step is open again
    assert "待办理" in clerk.get(f"/report?year={YEAR}").text


def test_sending_back_begins_anew(portal: Portal) -> None:
    assert step(portal, portal.signed_in("clerk"), "prepared").status_code == 303
    reviewer = portal.signed_in("reviewer")
    assert step(portal, reviewer, "sent-back", "").status_code == 422
    assert step(portal, reviewer, "sent-back", "同比有误").status_code == 303
    assert step(portal, reviewer, "reviewed").status_code == 403
    assert step(portal, portal.signed_in("clerk"), "sent-back", "自己退回").status_code == 403
    assert "同比有误" in portal.signed_in("clerk").get(f"/report?year={YEAR}").text


def test_the_draft_runs_its_own_script_and_nothing_else(portal: Portal) -> None:
    clerk = portal.signed_in("clerk")
    assert clerk.get(f"/report/{YEAR}/draft").status_code == 404
    out = portal.desk.place.out(YEAR, None)
    out.mkdir(parents=True)
    (out / "report.html").write_text("<html><script>own()</script></html>", encoding="utf-8")
    policy = clerk.get(f"/report/{YEAR}/draft").headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts") and "allow-same-origin" not in policy
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/=]+';", policy)
    assert clerk.get(f"/report/{YEAR}/files/..%2F..%2Frecords.db").status_code == 404
    assert clerk.get(f"/report/{YEAR}/files/manifest.json").status_code == 404
