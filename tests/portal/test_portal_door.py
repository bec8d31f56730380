"""Signing in, staying in, getting out; forms of others; headers."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from district_scene import YEAR
from portal_scene import ADDRESS, NOW, PASSWORD, Portal
from sqlalchemy import text
from starlette.testclient import TestClient

from apps.portal.limiting import Rate
from apps.portal.settings import Settings
from nianbao.access.people import Role
from tasks import clock


def sign_in(portal: Portal, name: str, password: str) -> object:
    browser = portal.stranger()
    door = re.search(r'name="door" value="([^"]+)"', browser.get("/login").text).group(1)
    return browser.client.post(
        "/login", data={"name": name, "password": password, "door": door}, follow_redirects=False
    )


def test_a_new_district_lets_nobody_in(portal: Portal) -> None:
    for name in ("admin", "root", "nianbao"):
        for password in ("", "admin", "password", name):
            assert sign_in(portal, name, password).status_code in (401, 429)


def test_the_door_of_a_new_home_says_how_the_first_account_is_made(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nianbao portal admin" not in portal.stranger().get("/login").text
    monkeypatch.setenv("NIANBAO_HOME", str(tmp_path / "new"))
    assert "nianbao portal admin" in Portal(tmp_path / "new", portal.district).stranger().get("/login").text


def test_a_wrong_name_and_a_wrong_password_look_alike(portal: Portal) -> None:
    keys = re.compile(r'(door" value=")[^"]+')
    wrong_name, wrong_password = sign_in(portal, "nobody", "x" * 12), sign_in(portal, "gaoxin", "x" * 12)
    assert wrong_name.status_code == wrong_password.status_code == 401
    assert keys.sub("", wrong_name.text) == keys.sub("", wrong_password.text)


def test_five_failures_lock_a_name_for_a_quarter_of_an_hour(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        assert sign_in(portal, "gaoxin", "wrong password").status_code == 401
    assert sign_in(portal, "gaoxin", PASSWORD).status_code == 429
    assert sign_in(portal, "qiaotou", PASSWORD).status_code == 303
    assert any(act.act == "lock" for act in portal.desk.records.audit_log("yunxiu"))
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=16))
    assert sign_in(portal, "gaoxin", PASSWORD).status_code == 303


def test_a_success_forgives_the_failures_before(portal: Portal) -> None:
    for _ in range(3):
        for _ in range(4):
            assert sign_in(portal, "gaoxin", "wrong password").status_code == 401
        assert sign_in(portal, "gaoxin", PASSWORD).status_code == 303


def test_thirty_failures_lock_an_address(portal: Portal) -> None:
    for number in range(30):
        portal.desk.access.sign_in(f"guess{number}", "wrong password", "testclient")
    assert sign_in(portal, "gaoxin", PASSWORD).status_code == 429


def test_passwords_and_keys_are_nowhere_in_the_records(portal: Portal) -> None:
    browser, key = portal.signed_in("gaoxin"), portal.desk.access.make_key("gaoxin", by="test")
    with portal.desk.records.engine.connect() as connection:
        kept = [connection.execute(text(f"SELECT * FROM {table}")).all() for table in ("users", "sessions", "tokens")]
    assert "$argon2id$" in str(kept)
    for secret in (PASSWORD, key, browser.client.cookies["nianbao"]):
        assert secret not in str(kept)


def test_a_session_ends_after_two_idle_hours_and_after_twelve(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = portal.signed_in("gaoxin")
    for hours in range(1, 12):
        monkeypatch.setattr(clock, "now", lambda hours=hours: NOW + timedelta(hours=hours))
        assert browser.get("/my").status_code == 200
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=12, minutes=1))
    assert browser.get("/my").status_code == 303
    monkeypatch.setattr(clock, "now", lambda: NOW)
    idle = portal.signed_in("gaoxin")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=2, minutes=1))
    assert idle.get("/my").status_code == 303


def test_signing_out_ends_the_session_on_the_server(portal: Portal) -> None:
    browser = portal.signed_in("gaoxin")
    kept = browser.client.cookies["nianbao"]
    assert browser.post("/logout").status_code == 303
    browser.client.cookies.set("nianbao", kept)
    assert browser.get("/my").status_code == 303


def test_whoever_is_deactivated_is_out_at_once(portal: Portal) -> None:
    browser = portal.signed_in("gaoxin")
    user = next(user for user in portal.desk.access.users() if user.name == "gaoxin")
    assert portal.signed_in("admin").post(f"/people/{user.id}/active", {"active": "false"}).status_code == 303
    assert browser.get("/my").status_code == 303
    assert sign_in(portal, "gaoxin", PASSWORD).status_code == 401


def test_an_administrator_makes_a_person_whose_first_password_must_be_changed(portal: Portal) -> None:
    form = {"name": "xinren", "full_name": "新人", "role": "clerk", "unit": ""}
    page = portal.signed_in("admin").post("/people", form).text
    first = re.search(r'class="once">([^<]+)<', page).group(1)
    browser = portal.signed_in("xinren", first)
    assert browser.get("/board").status_code == 403
    for new in ("short", "xinren-2024", "aaaaaaaaaaaa", "1234567890", first):
        assert browser.post("/password", {"old": first, "new": new, "again": new}).status_code == 422
    good = "青山绿水 and 42"
    assert browser.post("/password", {"old": "wrong", "new": good, "again": good}).status_code == 422
    assert browser.post("/password", {"old": first, "new": good, "again": good}).status_code == 303
    assert browser.get("/board").status_code == 303  # every session has ended
    assert portal.signed_in("xinren", good).get("/board").status_code == 200


def test_a_revoked_key_opens_nothing(portal: Portal) -> None:
    client = portal.with_key("gaoxin")
    assert client.get(f"/api/v1/submissions?year={YEAR}").status_code == 200
    key = portal.desk.access.keys()[-1]
    assert portal.signed_in("admin").post(f"/keys/{key.id}/revoke").status_code == 303
    assert client.get(f"/api/v1/submissions?year={YEAR}").status_code == 401


def test_a_form_without_its_key_or_from_elsewhere_changes_nothing(portal: Portal) -> None:
    browser, submission = portal.signed_in("gaoxin"), portal.of("gaoxin")
    before = portal.desk.records.audit_position("yunxiu")
    path, form = f"/submissions/{submission.id}/proposals", {"act": "resubmit"}
    assert browser.client.post(path, data=form).status_code == 403
    assert browser.client.post(path, data={**form, "csrf": "x" * 43}).status_code == 403
    for headers in ({"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert browser.post(path, form, headers=headers).status_code == 403
    another = portal.signed_in("gaoxin")
    assert browser.client.post(path, data={**form, "csrf": another.csrf}).status_code == 403
    assert portal.desk.records.audit_position("yunxiu") == before + 1  # the other one's sign-in
    assert browser.post(path, form, headers={"Origin": ADDRESS}).status_code == 303


def test_a_sign_in_form_of_another_site_signs_nobody_in(portal: Portal) -> None:
    browser = portal.stranger()
    form = {"name": "gaoxin", "password": PASSWORD, "door": "guessed"}
    assert browser.client.post("/login", data=form, follow_redirects=False).status_code == 403


def test_the_way_back_leads_to_our_own_pages_only(portal: Portal) -> None:
    for path in ("//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"):
        answer = portal.stranger().client.get("/language/en", params={"next": path}, follow_redirects=False)
        assert answer.headers["location"] == "/"


def test_every_answer_forbids_what_is_not_ours(portal: Portal) -> None:
    browser = portal.signed_in("gaoxin")
    for path in (
        "/login",
        "/my",
        f"/submissions/{portal.of('gaoxin').id}",
        "/no/such/page",
        "/openapi.json",
        "/health",
    ):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert "unsafe" not in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "server" not in headers


def test_pages_hold_no_inline_script_or_style(portal: Portal) -> None:
    unit, clerk, admin = (portal.signed_in(name) for name in ("gaoxin", "clerk", "admin"))
    id = portal.of("gaoxin").id
    pages = [(unit, p) for p in ("/login", "/my", f"/submissions/{id}", f"/submissions/{id}/receipt")]
    pages += [(clerk, f"{p}?year={YEAR}") for p in ("/board", "/queue", "/report", "/units/gaoxin")]
    for browser, path in [*pages, (admin, "/people"), (admin, "/log")]:
        page = browser.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", page), path
        assert not re.search(r"""(src|href)=["'](https?:)?//""", page), path


def test_over_tls_the_cookie_goes_nowhere_else(portal: Portal) -> None:
    secure = Portal(portal.home, portal.district, Settings(url="https://nianbao.example.cn"))
    client = TestClient(secure.app, base_url="https://nianbao.example.cn")
    page = client.get("/login")
    assert page.headers["strict-transport-security"]
    door = re.search(r'name="door" value="([^"]+)"', page.text).group(1)
    answer = client.post("/login", data={"name": "gaoxin", "password": PASSWORD, "door": door}, follow_redirects=False)
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("__Host-nianbao="))
    assert all(word in cookie.lower() for word in ("secure", "httponly", "samesite=lax", "path=/"))
    assert client.get("/my").status_code == 200


def test_another_host_name_is_turned_away(portal: Portal) -> None:
    elsewhere = TestClient(portal.app, base_url="http://rebound.example")
    assert elsewhere.get("/login").status_code == 400
    assert elsewhere.get("/health").json() == {"status": "ok"}  # a watchman may know the machine by another name


def test_who_asks_too_often_must_wait() -> None:
    rate = Rate(per_minute=5)
    assert [rate.allows("a") for _ in range(7)] == [True] * 5 + [False] * 2
    assert rate.allows("b")


def test_sign_ins_and_acts_stand_in_the_log_and_the_log_holds(portal: Portal) -> None:
    browser = portal.signed_in("admin")
    browser.post("/keys", {"unit": "gaoxin"})
    browser.post("/logout")
    acts = [act.act for act in portal.desk.records.audit_log("yunxiu")][-3:]
    assert acts == ["sign-in", "token", "sign-out"]
    assert portal.desk.records.verify_audit() == ()
    assert "接口密钥" in portal.signed_in("admin").get("/log").text


def test_a_units_person_has_a_unit_and_nobody_else(portal: Portal) -> None:
    admin = portal.signed_in("admin")
    wrong = [{"role": "unit", "unit": ""}, {"role": "clerk", "unit": "gaoxin"}, {"role": "unit", "unit": "nowhere"}]
    for form in wrong:
        assert admin.post("/people", {"name": "someone", "full_name": "某", **form}).status_code == 422
    assert admin.post("/people", {"name": "gaoxin", "full_name": "某", "role": "clerk"}).status_code == 409
    with pytest.raises(ValueError):
        portal.desk.access.add_user("x1", "某", Role.UNIT, None, by="test")


def test_the_portal_needs_no_file_of_others(portal: Portal) -> None:
    static = Path(__file__).parents[2] / "templates" / "portal" / "static"
    for file in static.iterdir():
        assert "http" not in file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert portal.stranger().get(f"/static/{file.name}").status_code == 200
    assert portal.stranger().get("/static/..%2Fbase.html.j2").status_code in (303, 404)
