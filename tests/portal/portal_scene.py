"""What the portal's tests share: a district with two units, its people, and someone with a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from district_scene import CODE, GAOXIN, QIAOTOU, YEAR
from starlette.testclient import TestClient

from apps.portal.app import create_app
from apps.portal.desk import Desk
from apps.portal.settings import Settings
from nianbao.access.people import Role
from nianbao.records.submission import Submission
from tasks import clock, steps

NOW = datetime(2024, 1, 20, 9, 0, tzinfo=clock.CHINA)
ADDRESS = "http://127.0.0.1:8000"
PASSWORD = "correct horse 42"
REPORT_A = GAOXIN.replace("全部化解。", "全部化解。组织开放日活动7轮。").replace(
    "加强执法培训", "检查企业不少于230家次"
)
"""Besides what others share, with a figure that has no indicator, and a target."""
REPORT_B = QIAOTOU
PEOPLE = {
    "gaoxin": (Role.UNIT, "gaoxin"),
    "qiaotou": (Role.UNIT, "qiaotou"),
    "clerk": (Role.CLERK, None),
    "reviewer": (Role.REVIEWER, None),
    "signer": (Role.SIGNER, None),
    "admin": (Role.ADMIN, None),
}


@dataclass
class Browser:
    """Someone with a browser: keeps cookies, fills in the key of the forms."""

    client: TestClient
    csrf: str = ""

    def get(self, path: str) -> object:
        return self.client.get(path, follow_redirects=False)

    def post(self, path: str, data: dict[str, object] | None = None, **more: object) -> object:
        return self.client.post(path, data={"csrf": self.csrf, **(data or {})}, follow_redirects=False, **more)


@dataclass
class Portal:
    """The portal of a district with two units, each of which has handed one report in."""

    home: Path
    district: Path
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        self.app = create_app(str(self.district), self.settings)
        self.desk: Desk = self.app.state.desk

    def stranger(self) -> Browser:
        return Browser(TestClient(self.app, base_url=ADDRESS, raise_server_exceptions=False))

    def signed_in(self, name: str, password: str = PASSWORD) -> Browser:
        browser = self.stranger()
        page = browser.get("/login").text
        door = re.search(r'name="door" value="([^"]+)"', page).group(1)
        answer = browser.client.post(
            "/login", data={"name": name, "password": password, "door": door}, follow_redirects=False
        )
        assert answer.status_code == 303, answer.text
        browser.csrf = self.desk.access.signed_in(browser.client.cookies["nianbao"]).csrf
        return browser

    def with_key(self, unit: str) -> TestClient:
        key = self.desk.access.make_key(unit, by="test")
        headers = {"Authorization": f"Bearer {key}"}
        return TestClient(self.app, base_url=ADDRESS, headers=headers, raise_server_exceptions=False)

    def read(self, submission_id: int) -> Submission:
        """Do what the service's run does."""
        return steps.take_in(self.desk.place, submission_id)

    def of(self, unit: str) -> Submission:
        return next(s for s in self.desk.records.counted(CODE, YEAR) if s.unit == unit)
