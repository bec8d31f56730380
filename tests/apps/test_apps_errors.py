from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apps import cli
from apps.session import Session


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("extract", "没有这个文件.txt"), "没有这个文件.txt"),
        (("extract", "."), "文件夹"),
        (("extract", "--district", "nowhere", "x.txt"), "nowhere"),
        (("run", "--district", "nowhere", "--year", "2022"), "nowhere"),
        (("run", "--district", "demo", "--inbox", "没有这个文件夹"), "没有这个文件夹"),
        (("run", "--year", "2022"), "--district"),
        (("run", "--district", "demo", "--as-of", "昨天"), "昨天"),
        (("status", "--district", "demo", "--year", "二〇二二"), "二〇二二"),
        (("no-such-command",), "no-such-command"),
        (("--lang", "fr", "rules"), "fr"),
        (("submit", "x.txt"), "--district"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(nianbao: Callable[..., Any], arguments: tuple[str, ...], said: str) -> None:
    ended = nianbao(*arguments)
    assert (ended.code, ended.out) == (2, "")
    (line,) = ended.err.splitlines()
    assert said in line or said == "fr"


def test_a_unit_that_the_roster_has_not_is_refused_with_the_codes_it_has(
    nianbao: Callable[..., Any], report: Path, district: Path
) -> None:
    ended = nianbao("submit", report, "--district", district, "--unit", "gaoxi")
    assert ended.code == 2
    assert "gaoxin" in ended.err and len(ended.err.splitlines()) == 1


def test_an_internal_failure_is_one_line_and_its_details_are_kept(
    nianbao: Callable[..., Any], tmp_path: Path, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "catalogue", lambda _self: 1 / 0)
    ended = nianbao("extract", report)
    assert (ended.code, len(ended.err.splitlines())) == (3, 1)
    log = tmp_path / "home" / "log" / "nianbao.log"
    assert str(log) in ended.err
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_a_path_that_cannot_be_written_is_no_internal_failure(
    nianbao: Callable[..., Any], district: Path, tmp_path: Path
) -> None:
    ended = nianbao("facts", "--district", district, "--year", 2023, "--csv", tmp_path)
    assert (ended.code, len(ended.err.splitlines())) == (2, 1)
    assert str(tmp_path) in ended.err


def test_errors_come_in_english_when_asked(nianbao: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    ended = nianbao("--lang", "en", "extract", tmp_path / "empty.txt")
    assert ended.err.isascii() and "(empty)" in ended.err


def test_every_sentence_has_the_same_gaps_in_both_languages() -> None:
    import string

    from apps.messages.saying import SENTENCES

    def gaps(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for key, (chinese, english) in SENTENCES.items():
        assert gaps(chinese) == gaps(english), key
        assert english.replace("—", "").replace("“", "").replace("”", "").replace("…", "").isascii(), key


def test_no_sentence_is_kept_twice() -> None:
    from apps.messages import bringing_together, deciding, reading, refusing, saying, serving

    parts = (refusing, reading, bringing_together, deciding, serving)
    assert len(saying.SENTENCES) == sum(len(part.SENTENCES) for part in parts)


def test_every_command_says_what_it_does() -> None:
    for command in cli.app.registered_commands:
        assert command.callback and command.callback.__doc__


def test_a_run_is_refused_at_once_when_the_server_or_the_folder_cannot_be(
    nianbao: Callable[..., Any], district: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    ended = nianbao("run", "--district", district, "--out", tmp_path / "file" / "out")
    assert ended.code == 2 and "--out" in ended.err
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    ended = nianbao("run", "--district", district)
    assert ended.code == 2 and "PREFECT_API_URL" in ended.err
