"""Every route, read from the router: strangers see nothing, roles do their own work, no unit sees another's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from district_scene import NAME, YEAR
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from portal_scene import PEOPLE, Browser, Portal

from apps.portal import api, board, decisions, door, figures, mine, people, report, results
from apps.portal.doorkeeping import is_open
from nianbao.access.people import RIGHTS, Right, Role
from nianbao.review.proposal import Proposal, ProposalAct

PARTS = (door, mine, results, board, decisions, figures, report, people, api)
ACTING = ("POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Route:
    method: str
    path: str
    rights: tuple[Right | None, ...]
    is_guarded: bool


def routes() -> list[Route]:
    found = []
    for part in PARTS:
        for route in part.router.routes:
            assert isinstance(route, APIRoute)
            guards = list(guards_of(route.dependant))
            for method in route.methods:
                path = route.path if route.path.startswith(part.router.prefix) else part.router.prefix + route.path
                found.append(Route(method, path, tuple(guards), bool(guards)))
    return found


def guards_of(dependant: Dependant) -> Iterator[Right | None]:
    for each in dependant.dependencies:
        if hasattr(each.call, "right"):
            yield each.call.right
        yield from guards_of(each)


GUARDED = [route for route in routes() if not is_open(route.path)]


def filled(path: str, portal: Portal, unit: str) -> str:
    """Put what belongs to a unit into the path."""
    submission = portal.of(unit)
    fact = portal.desk.records.reading(submission.id).facts[0].id
    values = {
        "id": submission.id, "unit": unit, "year": YEAR, "page": 1, "proposal": 1, "fact": fact, "name": "data.json",
        "version": 1, "code": "en",
    }  # fmt: skip
    return path.format(**values) + (f"?year={YEAR}" if path.startswith(("/figures", "/api/v1/report")) else "")


def ask(browser: Browser, route: Route, path: str) -> object:
    """Ask for a route with a form that is filled in as it should be."""
    acts = {"/proposals": "resubmit", "/say": "comment", "/preview": "not-counted", "/figures/{fact}": "not-counted"}
    act = next((act for ending, act in acts.items() if route.path.endswith(ending)), "")
    form = {"year": YEAR, "why": "有充分的理由", "act": act, "decision": "refuse", "step": "prepared", "role": "clerk"}
    return browser.get(path) if route.method == "GET" else browser.post(path, form)


def test_the_description_names_every_route_and_the_walk_misses_none(portal: Portal) -> None:
    described = {(verb.upper(), path) for path, verbs in portal.app.openapi()["paths"].items() for verb in verbs}
    assert described == {(route.method, route.path) for route in routes()}


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: f"{route.method} {route.path}")
def test_every_route_names_the_right_that_it_needs(route: Route) -> None:
    assert route.is_guarded


def test_only_the_door_is_open() -> None:
    assert {route.path for route in routes()} - {route.path for route in GUARDED} == {
        "/health", "/login", "/openapi.json", "/static/{name}", "/language/{code}",
    }  # fmt: skip


def test_a_stranger_is_sent_to_the_door_from_everywhere(portal: Portal) -> None:
    stranger = portal.stranger()
    for route in GUARDED:
        answer = ask(stranger, route, filled(route.path, portal, "gaoxin"))
        if route.path.startswith("/api/"):
            assert answer.status_code == 401, route
            assert answer.headers["content-type"] == "application/problem+json"
        else:
            assert answer.status_code == 303 and answer.headers["location"].startswith("/login"), route


def test_a_page_that_does_not_exist_looks_like_any_other_to_a_stranger(portal: Portal) -> None:
    assert portal.stranger().get("/no/such/page").status_code == 303
    assert portal.stranger().get("/api/v1/nothing").status_code == 401


def test_a_signed_in_browser_opens_nothing_of_the_api(portal: Portal) -> None:
    browser = portal.signed_in("gaoxin")
    for route in GUARDED:
        if route.path.startswith("/api/"):
            assert ask(browser, route, filled(route.path, portal, "gaoxin")).status_code == 401, route


def test_a_key_opens_nothing_but_the_api(portal: Portal) -> None:
    client = portal.with_key("gaoxin")
    for route in GUARDED:
        if not route.path.startswith("/api/"):
            path = filled(route.path, portal, "gaoxin")
            answer = client.request(route.method, path, follow_redirects=False)
            assert answer.status_code == 303 and answer.headers["location"].startswith("/login"), route


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_gets_further_than_their_role(portal: Portal, name: str) -> None:
    rights = RIGHTS[PEOPLE[name][0]]
    browser = portal.signed_in(name)
    for route in GUARDED:
        if route.path.startswith("/api/") or route.path == "/logout":
            continue
        path = filled(route.path, portal, "gaoxin")
        if any(right is not None and right not in rights for right in route.rights):
            assert ask(browser, route, path).status_code == 403, route
        elif route.method == "GET":
            assert ask(browser, route, path).status_code in (200, 303, 404), route


def test_a_unit_never_sees_another_unit(portal: Portal) -> None:
    theirs, mine_ = portal.signed_in("qiaotou"), portal.signed_in("gaoxin")
    other = portal.of("qiaotou")
    proposal = Proposal(0, "yunxiu", YEAR, "qiaotou", other.id, ProposalAct.RESUBMIT, "将改正", "某", portal.desk.now())
    portal.desk.proposals.propose(proposal)
    secrets = ("桥头", "整改隐患23处", other.sha256, other.file)
    for route in GUARDED:
        if route.path.startswith("/api/") or route.path == "/logout":
            continue
        path = filled(route.path, portal, "qiaotou")
        answer = ask(mine_, route, path)
        assert not any(secret in answer.text for secret in secrets), route
        if "{id}" in route.path or "{fact}" in route.path or "{unit}" in route.path:
            assert answer.status_code in (403, 404), (route, answer.status_code)
    assert theirs.get(f"/submissions/{other.id}").status_code == 200
    assert portal.desk.proposals.proposal(1).state == "waiting"


def test_a_key_never_sees_another_unit(portal: Portal) -> None:
    client, other = portal.with_key("gaoxin"), portal.of("qiaotou")
    for route in GUARDED:
        if route.path.startswith("/api/") and "{id}" in route.path:
            answer = client.request(route.method, filled(route.path, portal, "qiaotou"))
            assert answer.status_code == 404, route
            assert other.sha256 not in answer.text
    listed = client.get(f"/api/v1/submissions?year={YEAR}").json()["submissions"]
    assert {each["unit"] for each in listed} == {"gaoxin"}


def test_nothing_is_changed_by_whoever_may_not(portal: Portal) -> None:
    before = portal.desk.records.audit_position("yunxiu")
    browser = portal.signed_in("gaoxin")
    signed_in = portal.desk.records.audit_position("yunxiu")
    for route in GUARDED:
        if route.method in ACTING and not route.path.startswith("/api/") and route.path != "/logout":
            ask(browser, route, filled(route.path, portal, "qiaotou"))
    assert portal.desk.records.audit_position("yunxiu") == signed_in == before + 1


def test_another_districts_submission_is_not_there(portal: Portal, tmp_path: object) -> None:
    file = portal.home / "other.txt"
    file.write_text("另一个区的报告", encoding="utf-8")
    receipt = portal.desk.records.receive(
        file, district="elsewhere", name="x.txt", received_at=portal.desk.now(), year=YEAR, unit="gaoxin"
    )
    for name in ("gaoxin", "clerk"):
        assert portal.signed_in(name).get(f"/submissions/{receipt.submission.id}").status_code == 404


def test_who_must_change_the_password_can_do_nothing_else(portal: Portal) -> None:
    first = portal.desk.access.add_user("new", "新人", Role.UNIT, "gaoxin", by="test")
    browser = portal.signed_in("new", first)
    assert browser.get("/").headers["location"] == "/password"
    for route in GUARDED:
        if any(right is not None for right in route.rights) and not route.path.startswith("/api/"):
            assert ask(browser, route, filled(route.path, portal, "gaoxin")).status_code == 403, route


def test_an_administrator_sees_no_report(portal: Portal) -> None:
    browser, submission = portal.signed_in("admin"), portal.of("gaoxin")
    for path in (f"/submissions/{submission.id}", "/board", "/queue", "/report", f"/submissions/{submission.id}/file"):
        assert browser.get(path).status_code == 403
    assert NAME in browser.get("/people").text


def test_a_unit_that_has_left_the_roster_hands_nothing_in(portal: Portal) -> None:
    portal.desk.access.add_user("gone", "某", Role.UNIT, "abolished", by="test", password="another good 1")
    assert portal.signed_in("gone", "another good 1").get("/my").status_code == 403
