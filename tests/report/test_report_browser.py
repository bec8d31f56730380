"""The page in a real browser: nothing leaves it, nothing overflows, every proof opens, axe finds nothing serious."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_scene import NEEDS_CHROMIUM, chromium_running
from playwright.sync_api import Browser, Page
from report_scene import Scene

from nianbao.checks.tabled import Judged, Row, TableChecks
from nianbao.report.rendering import Outputs, render

pytestmark = NEEDS_CHROMIUM
LONG = "临泽国家级高新技术产业开发区与综合保税区一体化发展促进管理委员会办公室"
FAILED = Row("f" * 12, "gaoxin", "12.5件", "办结12.5件", False)
CHECKS = TableChecks(
    "Great Expectations", 3, 2, 3, (Judged("counts", "frame_integer", "error", "取整", "", 3, (FAILED,)),)
)  # fmt: skip


@pytest.fixture(scope="module")
def outputs(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    units = (scene.district.units[0].model_copy(update={"name": LONG}), *scene.district.units[1:])
    district = scene.district.model_copy(update={"units": units})
    return render(
        scene.consolidation, scene.readings, district, scene.catalogue, scene.templates,
        tmp_path_factory.mktemp("browser"), code_version="0", table_checks=CHECKS,
    )  # fmt: skip


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_running() as browser:
        yield browser


class Visit:
    """A page with all that it asked for and complained of."""

    def __init__(
        self, chromium: Browser, file: Path, width: int = 1200, scheme: Literal["light", "dark"] = "light"
    ) -> None:
        self.page: Page = chromium.new_page(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(file.as_uri())

    @property
    def overflow(self) -> int:
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("kind", ["html", "table_checks"])
def test_no_request_leaves_the_page_and_nothing_is_complained_of(
    outputs: Outputs, chromium: Browser, kind: str
) -> None:
    visit = Visit(chromium, getattr(outputs, kind))
    visit.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert [url for url in visit.asked if not url.startswith(("file:", "data:"))] == []
    assert visit.complaints == []


@pytest.mark.parametrize("kind", ["html", "table_checks"])
@pytest.mark.parametrize("width", [320, 390, 768, 1200])
def test_nothing_overflows_with_every_proof_open(outputs: Outputs, chromium: Browser, kind: str, width: int) -> None:
    visit = Visit(chromium, getattr(outputs, kind), width)
    assert visit.overflow <= 0
    visit.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert visit.overflow <= 0


def test_nothing_overflows_on_paper(outputs: Outputs, chromium: Browser) -> None:
    visit = Visit(chromium, outputs.html, 680)  # the width of A4 within its margins
    visit.page.emulate_media(media="print")
    assert visit.overflow <= 0
    assert not visit.page.locator("nav").is_visible() and not visit.page.locator(".tools").is_visible()


def test_a_proof_opens_by_keyboard_and_shows_the_sentence_with_the_figure_marked(
    outputs: Outputs, chromium: Browser
) -> None:
    page = Visit(chromium, outputs.html).page
    figure = page.locator("details.figure").first
    figure.locator("summary").focus()
    page.keyboard.press("Enter")
    assert figure.evaluate("d => d.open")
    mark = figure.locator("mark").first
    assert mark.is_visible() and mark.inner_text() in figure.locator("blockquote p").first.inner_text()


def test_a_card_leads_to_its_proof_and_opens_it(outputs: Outputs, chromium: Browser) -> None:
    page = Visit(chromium, outputs.html).page
    card = page.locator(".cards a").first
    anchor = (card.get_attribute("href") or "").removeprefix("#")
    card.click()
    page.wait_for_function("id => document.getElementById(id).open", arg=anchor)
    assert page.locator(f"[id='{anchor}']").is_visible()


def test_every_figure_of_the_prose_leads_to_its_proof(outputs: Outputs, chromium: Browser) -> None:
    page = Visit(chromium, outputs.html).page
    parts = [part for chapter in outputs.view.chapters for part in chapter.parts]
    assert page.locator(".prose").all_inner_texts() == ["".join(part.sentences) for part in parts]
    rows = {f"#{row.proof}": row for part in parts for row in part.rows}
    links = [(link.get_attribute("href") or "", link.inner_text()) for link in page.locator(".prose a").all()]
    assert {href for href, _ in links} == {href for href, row in rows.items() if row.settled}
    assert all(said in (rows[href].wording, rows[href].change and rows[href].change.spoken) for href, said in links)


def test_a_proof_opens_again_and_although_the_search_hid_it(outputs: Outputs, chromium: Browser) -> None:
    page = Visit(chromium, outputs.html).page
    link = page.locator(".prose a").first
    proof = page.locator(f"[id='{(link.get_attribute('href') or '').removeprefix('#')}']")
    link.click()
    proof.locator("summary").click()
    assert not proof.evaluate("d => d.open")
    link.click()
    assert proof.evaluate("d => d.open")
    proof.evaluate("d => { d.hidden = true; d.open = false; }")
    link.click()
    assert proof.is_visible() and proof.evaluate("d => d.open")


def test_the_search_leaves_the_figures_that_are_looked_for(outputs: Outputs, chromium: Browser) -> None:
    page = Visit(chromium, outputs.html).page
    page.get_by_label("查找指标").fill("隐患")
    names = page.locator("details.figure:visible .name").all_inner_texts()
    assert names and all("隐患" in name for name in names)


@pytest.mark.parametrize("kind", ["html", "table_checks"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    outputs: Outputs, chromium: Browser, kind: str, scheme: Literal["light", "dark"]
) -> None:
    visit = Visit(chromium, getattr(outputs, kind), scheme=scheme)
    visit.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    found = Axe().run(visit.page).response["violations"]
    grave = [each for each in found if each["impact"] in ("serious", "critical")]
    assert [(each["id"], [node["target"] for node in each["nodes"][:3]]) for each in grave] == []


def test_the_page_works_without_its_script(outputs: Outputs, chromium: Browser, scene: Scene) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(outputs.html.as_uri())
    page.locator("details.figure > summary").first.click()
    assert page.locator("details.figure mark").first.is_visible()


def test_the_cards_show_the_models_figures_in_its_order(outputs: Outputs, chromium: Browser) -> None:
    page = Visit(chromium, outputs.html).page
    assert page.locator(".cards strong").all_inner_texts() == [row.wording for row in outputs.view.cards]
