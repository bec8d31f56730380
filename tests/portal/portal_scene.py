"""What the portal's tests share: a district with two units, its people, and someone with a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from starlette.testclient import TestClient

from apps.portal.app import create_app
from apps.portal.desk import Desk
from apps.portal.settings import Settings
from nianbao.access.people import Role
from nianbao.records.submission import Submission
from tasks import clock, steps

YEAR = 2023
NOW = datetime(2024, 1, 20, 9, 0, tzinfo=clock.CHINA)
ADDRESS = "http://127.0.0.1:8000"
PASSWORD = "correct horse 42"
REPORT_A = """云岫高新区2023年法治政府建设年度报告
2023年，云岫高新区扎实推进法治政府建设。现将有关情况报告如下：
一、主要工作
（一）安全生产。全年检查企业210家次，发现安全隐患64处，整改隐患60处，发放宣传资料300余份。
（二）矛盾纠纷。调处矛盾纠纷12件，全部化解。组织开放日活动7轮。
二、存在的不足
执法力量不足。
三、下一年工作安排
检查企业不少于230家次。
云岫高新技术产业开发区管理委员会
2024年1月10日
"""
REPORT_B = """桥头街道办事处关于2023年度法治政府建设情况的报告
2023年，桥头街道深入推进依法行政工作。现将有关情况报告如下：
一、主要工作
（一）安全监管。发现安全隐患20处，整改隐患23处。
（二）人民调解。调处矛盾纠纷30件。
二、存在的问题
人员力量不足。
三、下一步工作
继续抓好法治宣传。
桥头街道办事处
2024年1月12日
"""
DISTRICT = {
    "code": "yunxiu",
    "name": "云岫区",
    "body": "中共云岫区委全面依法治区委员会办公室",
    "units": [
        {"code": "gaoxin", "name": "云岫高新技术产业开发区", "type": "开发区", "aliases": ["云岫高新区"]},
        {"code": "qiaotou", "name": "桥头街道办事处", "type": "街道", "aliases": ["桥头街道"]},
    ],
    "deadlines": {"report": "02-15", "publish": "04-01"},
}
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
        return next(s for s in self.desk.records.counted("yunxiu", YEAR) if s.unit == unit)
