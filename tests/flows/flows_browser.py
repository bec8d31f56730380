"""Look at Prefect's UI with a real browser, where the machine has one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LONG_MS = 120_000
"""A busy machine draws slowly."""


class Browser:
    """A window; pictures are kept where NIANBAO_PICTURES names a folder."""

    def __init__(self, page: Any, address: str) -> None:
        self._page, self._address = page, address

    def sees(self, path: str, *words: str) -> None:
        """Open a page and wait until each of the words stands on it."""
        self._page.goto(self._address + path)
        for word in words:
            self._page.get_by_text(word).first.wait_for(timeout=LONG_MS)

    def draws(self, path: str, selector: str) -> None:
        """Open a page and wait until a picture on it has been drawn."""
        self._page.goto(self._address + path)
        picture = self._page.locator(selector).first
        picture.wait_for(timeout=LONG_MS)
        assert picture.evaluate("image => image.naturalWidth") > 0

    def keep(self, name: str) -> None:
        """Keep a picture of what is seen, when somebody wants them."""
        if folder := os.environ.get("NIANBAO_PICTURES"):
            self._page.wait_for_timeout(2000)
            self._page.screenshot(path=Path(folder) / f"{name}.png")


@contextmanager
def browsing(address: str) -> Iterator[Browser]:
    """Open a browser while the block runs."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(LONG_MS)
        yield Browser(page, address)
        chromium.close()
