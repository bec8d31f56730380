"""Whoever changes a package is found out: a byte, a hash, a fact, a sentence or a total."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from release_scene import Office

from nianbao.release.contents import MANIFEST, Contents
from nianbao.release.package import Broken, digest, pack, unpack
from nianbao.release.sealing import Sealed
from nianbao.release.verifying import Verified, verify
from nianbao.review.correction import NewValue, correction_of

READING = "readings/2024/yunxi.json"
DATA = "outputs/data.json"


def members(package: bytes) -> dict[str, bytes]:
    found = unpack(package)
    assert isinstance(found, dict)
    return found


def with_member(package: bytes, name: str, change: Callable[[Any], Any]) -> bytes:
    """Return the package as a forger makes it: one member changed, and its hash in the manifest with it."""
    forged = members(package)
    forged[name] = json.dumps(change(json.loads(forged[name])), ensure_ascii=False).encode()
    manifest = json.loads(forged[MANIFEST])
    manifest["members"][name] = digest(forged[name])
    return pack({**forged, MANIFEST: json.dumps(manifest, ensure_ascii=False).encode()})


def test_a_package_verifies_without_any_record(package: bytes, contents: Contents) -> None:
    found = verify(package)
    assert isinstance(found, Verified)
    stated = sum(len(reading.facts) for reading in (*contents.readings, *contents.before))
    assert (found.figures, found.reports, found.facts) == (6, 3, stated)
    assert found.sha256 == digest(package)


@pytest.mark.parametrize("share", [0.0001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.995, 0.9999])
def test_a_changed_byte_is_found_wherever_it_stands(package: bytes, share: float) -> None:
    raw = bytearray(package)
    raw[int(len(raw) * share)] ^= 1
    assert isinstance(verify(bytes(raw)), Broken)


def test_every_byte_of_a_small_package_counts() -> None:
    small = pack({"a.txt": "甲".encode(), "b.txt": b""})
    for place in range(len(small)):
        raw = bytearray(small)
        raw[place] ^= 1
        assert isinstance(unpack(bytes(raw)), Broken), place


@pytest.mark.parametrize("raw", [b"", b"PK", b"not a package", pack({"a": b"b"})])
def test_what_is_no_package_is_one_line(raw: bytes) -> None:
    found = verify(raw)
    assert isinstance(found, Broken) and "\n" not in found.sentence


def test_a_total_that_its_sentences_do_not_make_is_found(package: bytes) -> None:
    def raise_total(data: Any) -> Any:
        data["indicators"][0]["value"] = "999"
        return data

    found = verify(with_member(package, DATA, raise_total))
    assert isinstance(found, Broken) and "重算" in found.sentence


def test_a_fact_that_its_words_do_not_bear_out_is_found(package: bytes) -> None:
    def raise_fact(reading: Any) -> Any:
        fact = next(f for f in reading["facts"] if f["text"].startswith("210"))
        fact["value"] = fact["low"] = fact["high"] = "310"
        return reading

    found = verify(with_member(package, READING, raise_fact))
    assert isinstance(found, Broken) and "与原文不符" in found.sentence


def test_a_sentence_that_was_changed_is_found(package: bytes) -> None:
    def change(reading: Any) -> Any:
        reading["document"]["text"] = reading["document"]["text"].replace("210家次", "310家次")
        return reading

    found = verify(with_member(package, READING, change))
    assert isinstance(found, Broken) and "与原文不符" in found.sentence


def test_a_member_more_or_less_is_found(package: bytes) -> None:
    held = members(package)
    for changed in ({**held, "outputs/extra.txt": b"x"}, {k: v for k, v in held.items() if k != DATA}):
        assert isinstance(verify(pack(changed)), Broken)


def test_a_printed_report_of_other_figures_is_found(package: bytes) -> None:
    forged = members(package)
    forged["outputs/report.docx"] = b"no report at all"
    manifest = json.loads(forged[MANIFEST])
    manifest["members"]["outputs/report.docx"] = digest(forged["outputs/report.docx"])
    found = verify(pack({**forged, MANIFEST: json.dumps(manifest, ensure_ascii=False).encode()}))
    assert isinstance(found, Broken) and "report.docx" in found.sentence


def test_a_correction_is_verified_as_what_a_person_laid_over_the_source(office: Office, contents: Contents) -> None:
    reading = contents.readings[1]
    fact = next(f for f in reading.facts if f.text == "90家次")
    new = NewValue(Decimal(92), Decimal(92), Decimal(92))
    correction = correction_of(
        fact, "qiaotou", 2024, "value", why="核对台账", who="经办一", when=datetime(2025, 3, 1, tzinfo=UTC), figure=new
    )
    sealed = office.seal(replace(contents, corrections=(correction,)))
    assert isinstance(sealed, Sealed)
    package = sealed.path.read_bytes()
    assert isinstance(verify(package), Verified)
    inspections = next(f for f in json.loads(members(package)[DATA])["indicators"] if f["code"] == "safety.inspections")
    assert inspections["value"] == "302"


def with_manifest(package: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """Return the package with another manifest, whose hashes hold."""
    held = members(package)
    manifest = json.loads(held[MANIFEST])
    change(manifest)
    return pack({**held, MANIFEST: json.dumps(manifest, ensure_ascii=False).encode()})


def without_member_s_last_byte(package: bytes, name: str) -> bytes:
    held = members(package)
    return pack({**held, name: held[name][:-1]})


def said_of(package: bytes) -> str:
    found = verify(package)
    assert isinstance(found, Broken)
    return found.sentence


def test_a_package_of_another_format_is_not_verified(package: bytes) -> None:
    assert "格式" in said_of(with_manifest(package, lambda manifest: manifest.update(format="nianbao-release/99")))


def test_a_package_without_a_manifest_that_can_be_read_is_not_verified(package: bytes) -> None:
    assert "manifest.json" in said_of(pack({**members(package), MANIFEST: b"{}"}))


def test_a_member_that_differs_from_the_manifest_is_named(package: bytes) -> None:
    assert said_of(without_member_s_last_byte(package, READING)) == f"{READING}：内容与清单不一致，被改动过"


@pytest.mark.parametrize(("name", "said"), [("catalogue_digest", "指标目录"), ("inputs", "原件")])
def test_a_manifest_that_speaks_of_another_catalogue_or_other_reports_is_found(
    package: bytes, name: str, said: str
) -> None:
    def change(manifest: dict[str, Any]) -> None:
        manifest[name] = "0" * 64 if isinstance(manifest[name], str) else manifest[name][1:]

    assert said in said_of(with_manifest(package, change))


def test_members_that_this_system_did_not_write_are_one_line(package: bytes) -> None:
    assert "不是本系统写成的" in said_of(with_member(package, READING, lambda reading: {"unit": reading["unit"]}))


def test_data_that_cannot_be_read_are_found(package: bytes) -> None:
    assert "data.json" in said_of(with_member(package, DATA, lambda _: {"indicators": [{"no": "code"}]}))


def test_a_count_of_units_that_the_readings_do_not_make_is_found(package: bytes) -> None:
    said = said_of(with_member(package, DATA, lambda data: {**data, "units_reporting": 3}))
    assert "units_reporting" in said
