"""A version is sealed once, says what it is, and says what changed since the one before."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from release_scene import OCCASION, QIAOTOU, Office

from nianbao.documents.model import Document
from nianbao.documents.reading import read
from nianbao.reading import Reading
from nianbao.release.contents import MANIFEST, Contents, outputs_of
from nianbao.release.package import digest, unpack
from nianbao.release.sealing import Sealed
from nianbao.release.verifying import Verified, verify


def members(sealed: Sealed) -> dict[str, bytes]:
    found = unpack(sealed.path.read_bytes())
    assert isinstance(found, dict)
    return found


def test_the_same_contents_are_the_same_bytes(office: Office, contents: Contents, package: bytes) -> None:
    sealed = office.seal(contents)
    assert isinstance(sealed, Sealed)
    assert sealed.path.read_bytes() == package and sealed.sha256 == digest(package)


def test_sealing_again_makes_no_version_where_nothing_changed(office: Office, contents: Contents) -> None:
    first = office.seal(contents)
    again = office.seal(contents, replace(OCCASION, released_on="2025-03-21"))
    assert isinstance(first, Sealed) and isinstance(again, Sealed)
    assert first.new and not again.new and again.path == first.path
    assert len(office.shelf.versions()) == 1


def test_a_later_version_says_what_changed_and_names_the_one_before(
    office: Office, contents: Contents, corrected_contents: Contents
) -> None:
    first, second = office.seal(contents), office.seal(corrected_contents)
    assert isinstance(first, Sealed) and isinstance(second, Sealed)
    assert (first.version, second.version) == (1, 2)
    held = members(second)
    assert json.loads(held[MANIFEST])["previous"] == {"version": 1, "sha256": first.sha256}
    page = held["outputs/report.html"].decode()
    assert "更正说明" in page and "桥头镇90家次→96家次" in page
    assert "更正说明" not in members(first)["outputs/report.html"].decode()
    again = office.seal(corrected_contents)
    assert isinstance(again, Sealed) and not again.new
    assert isinstance(verify(second.path.read_bytes()), Verified)


def test_a_sign_without_a_glyph_stops_no_release(
    office: Office, contents: Contents, reads: Callable[..., Reading], tmp_path: Path
) -> None:
    said = "普法形式单一，𠮷水村、😀广场没有阵地"
    rare = reads("qiaotou", QIAOTOU.replace("普法形式单一", said))
    sealed = office.seal(replace(contents, readings=(contents.readings[0], rare)))
    assert isinstance(sealed, Sealed)
    assert isinstance(verify(sealed.path.read_bytes()), Verified)
    held = members(sealed)
    assert said in held["outputs/report.html"].decode() and said in held["outputs/report-public.html"].decode()
    for name in ("report.pdf", "report-public.pdf"):
        (tmp_path / name).write_bytes(held[f"outputs/{name}"])
        document = read(tmp_path / name)
        assert isinstance(document, Document) and "〓水村、〓广场" in document.text.replace("\n", "")


def test_a_version_is_never_written_over(office: Office, contents: Contents) -> None:
    sealed = office.seal(contents)
    assert isinstance(sealed, Sealed)
    with pytest.raises(FileExistsError):
        office.shelf.place(1, b"other")
    assert isinstance(verify(sealed.path.read_bytes()), Verified)


def test_the_public_edition_is_masked_and_keeps_the_offices_questions_to_itself(package: bytes, tmp_path: Path) -> None:
    found = unpack(package)
    assert isinstance(found, dict)
    outputs = outputs_of(found)
    assert "赵建国（电话13912345678）" in outputs["report.html"].decode()
    listed = outputs["masked.csv"].decode("utf-8-sig")
    assert "手机号,13912345678,139****5678" in listed and "姓名,居民赵建国,居民赵某" in listed
    for kind in ("html", "docx", "pdf"):
        file = tmp_path / f"report-public.{kind}"
        file.write_bytes(outputs[file.name])
        document = read(file)
        assert isinstance(document, Document)
        assert "公开版" in document.text and "300家次" in document.text and "139****5678" in document.text
        for kept in ("13912345678", "赵建国", "数据核校问题", "退回修改"):
            assert kept not in document.text


def test_the_package_holds_what_the_figures_come_from(package: bytes) -> None:
    found = unpack(package)
    assert isinstance(found, dict)
    manifest = json.loads(found[MANIFEST])
    assert manifest["released_by"] == "签发一" and manifest["catalogue_version"]
    assert {source["unit"] for source in manifest["inputs"]} == {"yunxi", "qiaotou"}
    assert "readings/2023/yunxi.json" in found and "catalogue/systems.yml" in found
    assert manifest["members"] == {name: digest(found[name]) for name in found if name != MANIFEST}
