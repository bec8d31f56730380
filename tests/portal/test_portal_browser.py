"""The portal in a real browser: the whole way of a unit and of the district, keyboard, phone, no JavaScript, axe."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from browser_scene import NEEDS_CHROMIUM, chromium_running
from district_scene import YEAR
from playwright.sync_api import Browser, BrowserContext, Page, expect
from portal_scene import PASSWORD, REPORT_A, Portal

from apps.portal.settings import Settings
from tasks.year import publish_year

pytestmark = NEEDS_CHROMIUM
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_running() as browser:
        yield browser


class Served(Portal):
    """A portal that listens; its address is where the browser goes."""

    address: str

    def listen(self) -> uvicorn.Server:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        server = uvicorn.Server(uvicorn.Config(self.app, port=port, log_level="error"))
        threading.Thread(target=server.run, daemon=True).start()
        while not server.started:
            time.sleep(0.05)
        return server


@pytest.fixture
def served(made_home: tuple[Path, Path], home: Path) -> Iterator[Served]:
    portal = Served(home, made_home[1], Settings(requests_per_minute=100_000))
    server = portal.listen()
    yield portal
    server.should_exit = True


def enter(context: BrowserContext, served: Served, name: str) -> Page:
    """Sign in as a person does, and complain of whatever the browser complains of."""
    page = context.new_page()
    page.set_default_timeout(120_000)  # a machine that others use too is slow; that says nothing about the portal
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    page.goto(served.address)
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(lambda url: "/login" not in url)
    return page


def hand_in(page: Page, file: Path) -> int:
    page.set_input_files("#file", file)
    page.get_by_role("button", name="报送", exact=True).click()
    page.wait_for_url("**/submissions/*")
    return int(page.url.rsplit("/", 1)[1])


def test_the_whole_way_from_a_units_report_to_the_release(chromium: Browser, served: Served, tmp_path: Path) -> None:
    report = tmp_path / "我们的报告.txt"
    report.write_text(REPORT_A.replace("整改隐患60处", "整改隐患66处"), encoding="utf-8")
    unit = enter(chromium.new_context(), served, "gaoxin")
    unit.set_input_files("#file", report)
    expect(unit.locator("#told")).to_contain_text("KB")
    unit.select_option("#year", str(YEAR))
    submission = hand_in(unit, report)
    expect(unit.locator(".waiting")).to_contain_text("正在读取")
    served.read(submission)
    expect(unit.locator("h1 + .facts")).to_contain_text("退回修改", timeout=15_000)  # the page looks by itself
    figure = unit.locator("a.fig", has_text="66处").first
    figure.hover()
    expect(figure.locator(".tip")).to_be_visible()
    expect(figure.locator(".tip")).to_contain_text("整改安全隐患数")
    wrong = unit.locator(".finding.sev-error").first
    wrong.get_by_text("答复", exact=True).click()
    wrong.locator("select").select_option(label="66处（整改安全隐患数）")
    wrong.get_by_label("应为").fill("60")
    wrong.get_by_label("理由", exact=True).fill("录入时笔误")
    wrong.get_by_role("button", name="申请更正").click()
    expect(unit.locator(".said").first).to_contain_text("等待区里审核")

    clerk = enter(chromium.new_context(), served, "clerk")
    clerk.goto(f"{served.address}/queue?year={YEAR}")
    clerk.get_by_role("link", name="审核").first.click()
    expect(clerk.get_by_role("table")).to_contain_text("60处")
    clerk.get_by_label("审核意见").fill("已电话核实")
    clerk.get_by_role("button", name="采纳", exact=True).click()
    clerk.wait_for_url("**/queue*")
    clerk.goto(f"{served.address}/submissions/{served.of('qiaotou').id}")
    clerk.get_by_text("审核办理").click()
    expect(clerk.get_by_role("button", name="认定合格")).to_have_count(0)  # an error is open

    for name, button, why in (
        ("clerk", "经办：提交审核", ""), ("reviewer", "审核通过", ""), ("signer", "签发并发布", "已与街道核实"),
    ):  # fmt: skip
        person = enter(chromium.new_context(), served, name)
        person.goto(f"{served.address}/report?year={YEAR}")
        person.locator("#why-step").fill(why)
        person.get_by_role("button", name=button).click()
        person.wait_for_url("**/report?*", timeout=120_000)
        expect(person.get_by_role("button", name=button)).to_have_count(0, timeout=120_000)
    expect(person.locator("main")).to_contain_text("已签发", timeout=120_000)
    with person.expect_download() as loading:
        person.get_by_role("link", name="下载发布包").click()
    assert loading.value.suggested_filename == f"yunxiu-{YEAR}-v1.nianbao"
    for page in (unit, clerk, person):
        assert page.complaints == []  # type: ignore[attr-defined]


def test_without_javascript_a_unit_hands_in_and_reads(chromium: Browser, served: Served, tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    report.write_text(REPORT_A.replace("210", "213"), encoding="utf-8")
    page = enter(chromium.new_context(java_script_enabled=False), served, "gaoxin")
    page.select_option("#year", str(YEAR))
    submission = hand_in(page, report)
    assert served.read(submission).state == "checked"
    page.goto(f"{served.address}/submissions/{submission}")
    figure = page.locator("a.fig", has_text="213家次").first
    figure.focus()
    expect(figure.locator(".tip")).to_be_visible()
    page.goto(f"{served.address}/my")
    page.set_input_files("#file", report)
    page.get_by_role("button", name="先自查").click()
    expect(page.locator("h1")).to_have_text("自查结果")


def test_a_file_is_told_before_it_is_sent(chromium: Browser, served: Served, tmp_path: Path) -> None:
    page = enter(chromium.new_context(), served, "gaoxin")
    told = page.locator("#told")
    for name, content, words in (
        ("a.pdf", b"%PDF-1.7\n" + b"x" * 3000, "PDF，3 KB"),
        ("b.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 900, "旧版 .doc"),
        ("c.txt", b"", "空的"),
        ("d.txt", b"0" * (51 * 1024 * 1024), "超过 50 MB"),
    ):
        (tmp_path / name).write_bytes(content)
        page.set_input_files("#file", tmp_path / name)
        expect(told).to_contain_text(words)
    page.get_by_role("button", name="报送", exact=True).click()
    assert page.url.endswith("/my")


def test_the_keyboard_is_enough(chromium: Browser, served: Served) -> None:
    page = enter(chromium.new_context(), served, "gaoxin")
    page.goto(f"{served.address}/submissions/{served.of('gaoxin').id}")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('fig')"):
            break
    card = page.locator("a.fig:focus .tip")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_tap_shows_the_card_on_a_phone(chromium: Browser, served: Served) -> None:
    page = enter(chromium.new_context(**PHONE), served, "gaoxin")
    page.goto(f"{served.address}/submissions/{served.of('gaoxin').id}")
    figure = page.locator("a.fig", has_text="210家次").first
    figure.tap()
    expect(figure.locator(".tip")).to_be_visible()
    box = figure.locator(".tip").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390


def test_the_draft_opens_a_figures_proof(chromium: Browser, served: Served) -> None:
    place = served.desk.place
    publish_year(place, YEAR, None, place.out(YEAR, None))
    page = enter(chromium.new_context(), served, "clerk")
    page.goto(f"{served.address}/report/{YEAR}/draft")
    assert page.evaluate("origin") == "null"  # an origin of its own: nothing of the portal is in its reach
    assert page.evaluate("document.querySelectorAll('button, a').length") > 5
    assert not [said for said in page.complaints if "script" in said.lower()]  # type: ignore[attr-defined]


PAGES = {
    "gaoxin": ["/my", "/submissions/{id}", "/submissions/{id}/receipt", "/submissions/{id}/changes", "/password"],
    "clerk": ["/board?year={year}", "/units/qiaotou?year={year}", "/queue?year={year}", "/report?year={year}",
              "/submissions/{id}", "/proposals/1", "/figures/{fact}?year={year}", "/no/such/page"],
    "admin": ["/people", "/log"],
}  # fmt: skip


@pytest.mark.parametrize("how", ["wide", "phone", "dark"])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_page(
    chromium: Browser, served: Served, how: str
) -> None:
    wanted = next(f.id for f in served.desk.records.reading(served.of("qiaotou").id).facts if f.kind == "actual")
    error = next(f.id for f in served.desk.records.findings(served.of("qiaotou").id) if f.severity == "error")
    form = {"act": "correct", "finding": error, "fact": wanted, "wanted": "30", "why": "笔误"}
    served.signed_in("qiaotou").post(f"/submissions/{served.of('qiaotou').id}/proposals", form)
    values = {"id": served.of("gaoxin").id, "year": YEAR, "fact": wanted}
    options = {"wide": {}, "phone": PHONE, "dark": {"color_scheme": "dark"}}[how]
    axe, found = Axe(), []
    with chromium.new_context(**options) as stranger:
        page = stranger.new_page()
        page.goto(f"{served.address}/login")
        found += serious(axe, page)
    for name, paths in PAGES.items():
        with chromium.new_context(**options) as context:
            page = enter(context, served, name)
            for path in paths:
                page.goto(served.address + path.format(**values))
                page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
                found += serious(axe, page)
                width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                found += [f"{path} is {width} pixels too wide"] if width > 0 else []
            assert [said for said in page.complaints if "404" not in said] == []  # type: ignore[attr-defined]
    assert found == []


def serious(axe: Axe, page: Page) -> list[str]:
    return [
        f"{page.url}: {violation['id']}: {violation['nodes'][0]['html'][:200]}"
        for violation in axe.run(page).response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
