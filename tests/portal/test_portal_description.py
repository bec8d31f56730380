"""Ask for everything that the description allows, and more, and never get a failure of ours (schemathesis)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from district_scene import YEAR
from hypothesis import HealthCheck, settings
from portal_scene import NOW, Browser, Portal
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from apps.portal.settings import Settings
from nianbao.access.people import RIGHTS, Right, Role
from tasks import clock

EXAMPLES = int(os.environ.get("NIANBAO_EXAMPLES", "4"))
OF_THE_UNIT = ("/my", "/submissions/{id}/proposals")


@pytest.fixture(scope="module")
def asked(made_home: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Give a portal in which the clerk may do everything, so that no question ends at the door."""
    home = tmp_path_factory.mktemp("asked") / "home"
    shutil.copytree(made_home[0], home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NIANBAO_HOME", str(home))
        patch.delenv("NIANBAO_DATABASE", raising=False)
        patch.setattr(clock, "now", lambda: NOW)
        patch.setitem(RIGHTS, Role.CLERK, frozenset(Right))
        yield Portal(home, made_home[1], Settings(requests_per_minute=1_000_000))


@pytest.fixture(scope="module")
def schema(asked: Portal) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_asgi("/openapi.json", asked.app, headers={"Host": "127.0.0.1"})


described = schemathesis.pytest.from_fixture("schema")


@described.parametrize()
@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_nothing_that_is_asked_makes_the_portal_fail(case: schemathesis.Case, asked: Portal) -> None:
    path = case.operation.path
    if path == "/logout":
        return
    headers = {"Host": "127.0.0.1"}
    if path.startswith("/api/"):
        headers["Authorization"] = f"Bearer {key_of(asked)}"
    else:
        browser = asked_by(asked, "gaoxin" if path.startswith(OF_THE_UNIT) else "clerk")
        headers["Cookie"] = f"nianbao={browser.client.cookies['nianbao']}"
        if isinstance(case.body, dict):
            case.body["csrf"] = browser.csrf
            case.body.setdefault("year", YEAR)
    checks = [not_a_server_error]
    if path.startswith("/api/"):
        checks += [status_code_conformance, content_type_conformance, response_schema_conformance]
    case.call_and_validate(headers=headers, checks=checks)


_known: dict[tuple[Path, str], Browser | str] = {}


def asked_by(portal: Portal, name: str) -> Browser:
    if (portal.home, name) not in _known:
        _known[portal.home, name] = portal.signed_in(name)
    return _known[portal.home, name]


def key_of(portal: Portal) -> str:
    if (portal.home, "key") not in _known:
        _known[portal.home, "key"] = portal.desk.access.make_key("gaoxin", by="test")
    return _known[portal.home, "key"]
