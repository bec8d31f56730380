"""The API for units' scripts, and its description."""

from __future__ import annotations

import hashlib

import pytest
from district_scene import YEAR
from portal_scene import REPORT_A, Portal


def test_a_script_submits_asks_and_reads_what_was_found(portal: Portal) -> None:
    client, content = portal.with_key("gaoxin"), REPORT_A.replace("整改隐患60处", "整改隐患66处").encode()
    answer = client.post("/api/v1/submissions", data={"year": YEAR}, files={"file": ("报告.txt", content)})
    assert answer.status_code == 201
    told = answer.json()
    assert told["sha256"] == hashlib.sha256(content).hexdigest() and told["state"] == "received"
    assert answer.headers["location"] == f"/api/v1/submissions/{told['id']}"
    assert client.get(f"{answer.headers['location']}/facts").status_code == 409
    portal.read(told["id"])
    assert client.get(answer.headers["location"]).json()["state"] == "returned"
    facts = client.get(f"{answer.headers['location']}/facts").json()["facts"]
    assert {"value": "210", "indicator": "safety.inspections"}.items() <= next(
        fact for fact in facts if fact["text"].startswith("210")
    ).items()
    findings = client.get(f"{answer.headers['location']}/findings").json()["findings"]
    assert any(finding["severity"] == "error" and "66" in finding["quote"] for finding in findings)


def test_submitting_twice_is_submitting_once(portal: Portal) -> None:
    client = portal.with_key("gaoxin")
    answers = [
        client.post("/api/v1/submissions", data={"year": YEAR}, files={"file": (name, b"abc")})
        for name in ("a.txt", "a.txt", "b.txt")
    ]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert len({answer.json()["id"] for answer in answers}) == 1


def test_two_units_with_the_same_bytes_have_a_receipt_each(portal: Portal) -> None:
    ids = {
        portal.with_key(unit)
        .post("/api/v1/submissions", data={"year": YEAR}, files={"file": ("a.txt", b"abc")})
        .json()["id"]
        for unit in ("gaoxin", "qiaotou")
    }
    assert len(ids) == 2


def test_a_held_report_says_why(portal: Portal) -> None:
    client = portal.with_key("gaoxin")
    notice = "关于开会的通知\n请各单位参加会议。".encode()
    told = client.post("/api/v1/submissions", data={"year": YEAR}, files={"file": ("x.txt", notice)}).json()
    portal.read(told["id"])
    told = client.get(f"/api/v1/submissions/{told['id']}").json()
    assert (told["state"], told["reason"]) == ("held", "not-a-report")
    assert "核对" in told["sentence"]


@pytest.mark.parametrize(
    ("method", "path", "form", "status"),
    [
        ("GET", "/api/v1/submissions", {}, 422),
        ("GET", "/api/v1/submissions/0", {}, 422),
        ("GET", "/api/v1/submissions/x", {}, 422),
        ("GET", "/api/v1/submissions/999999", {}, 404),
        ("GET", "/api/v1/submissions/9007199254740993", {}, 422),
        ("GET", "/api/v1/nothing", {}, 404),
        ("PUT", "/api/v1/submissions", {}, 405),
        ("POST", "/api/v1/submissions", {"year": "2023"}, 422),
        ("GET", "/api/v1/report/file?year=2023", {}, 404),
    ],
)
def test_what_is_wrong_is_told_as_a_problem(
    portal: Portal, method: str, path: str, form: dict[str, str], status: int
) -> None:
    answer = portal.with_key("gaoxin").request(method, path, data=form or None)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert {"type", "title", "detail", "detail_en"} <= answer.json().keys()


def test_a_script_asks_how_its_unit_stands(portal: Portal) -> None:
    told = portal.with_key("qiaotou").get(f"/api/v1/report?year={YEAR}").json()
    assert told["district"] == "yunxiu" and told["deadline"] == "2024-02-15"
    assert told["state"] == "returned" and told["findings"]["error"] == 1 and told["released"] is None
    assert portal.with_key("qiaotou").get("/api/v1/report?year=2020").json()["state"] == "missing"


def test_the_description_is_complete(portal: Portal) -> None:
    spec = portal.stranger().get("/openapi.json").json()
    assert spec["openapi"].startswith("3.1")
    for path, verb, operation in operations(spec):
        assert operation["summary"], (path, verb)
        assert " / " in operation["summary"], "both languages"
        if path.startswith("/api/"):
            assert {"401", "404", "422"} <= operation["responses"].keys()
            assert operation["security"] == [{"unit-key": []}]
    assert spec["components"]["securitySchemes"]["unit-key"]["scheme"] == "bearer"


def operations(spec: dict[str, dict[str, dict[str, dict[str, object]]]]) -> list[tuple[str, str, dict[str, object]]]:
    return [(path, verb, each) for path, verbs in spec["paths"].items() for verb, each in verbs.items()]
