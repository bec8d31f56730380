"""The two commands as a clerk types them: exit codes, one line for each refusal, the path as the last word."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from release_scene import DISTRICT, QIAOTOU, YUNXI
from sqlalchemy import text

from apps.cli import invoke
from nianbao.checks.checking import check_completeness
from nianbao.reading import Reading
from nianbao.records.store import Records
from nianbao.release.package import unpack
from nianbao.review.correction import NewValue, correction_of
from tasks.workplace import open_workplace
from tasks.year import publish_year


@pytest.fixture
def home(
    tmp_path: Path, reads: Callable[..., Reading], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Path, Records]]:
    """Return a home in which two units have reported and one has not, as a run leaves it."""
    folder = tmp_path / "home"
    monkeypatch.setenv("NIANBAO_HOME", str(folder))
    monkeypatch.delenv("NIANBAO_DATABASE", raising=False)
    with Records.open(None, folder) as records:
        for unit, text in (("yunxi", YUNXI), ("qiaotou", QIAOTOU)):
            file = tmp_path / f"{unit}.txt"
            file.write_text(text, encoding="utf-8")
            received = records.receive(
                file, district="linshan", name=file.name, received_at=datetime(2025, 1, 20, tzinfo=UTC), year=2024
            )
            records.record(received.submission.id, reads(unit, text), (), reading_key="")
        findings = check_completeness(DISTRICT, 2024, ["yunxi", "qiaotou"])
        records.replace_run_findings("linshan", 2024, findings)
        yield folder, records


@pytest.fixture
def district(tmp_path: Path) -> Path:
    folder = tmp_path / "linshan"
    folder.mkdir()
    text = json.dumps(DISTRICT.model_dump(mode="json"), ensure_ascii=False)
    (folder / "district.yml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def nianbao(home: tuple[Path, Records], capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = invoke(["--home", str(home[0]), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


Nianbao = Callable[..., tuple[int, str, str]]


def test_open_errors_are_released_with_a_reason_only(nianbao: Nianbao, district: Path) -> None:
    asked = ("release", "--district", district, "--year", 2024, "--by", "签发一")
    code, out, err = nianbao(*asked)
    assert (code, out, err.count("\n")) == (1, "", 1) and "1 条错误" in err
    code, out, _ = nianbao(*asked, "--accept-open", "河山镇机构调整")
    assert code == 0
    package = Path(out.split()[-1])
    assert package.name == "v1.nianbao" and package.is_file()
    code, out, _ = nianbao("verify", package)
    assert code == 0 and "河山镇机构调整" in out


def test_a_correction_makes_the_next_version_and_the_log_knows_both(
    nianbao: Nianbao, district: Path, home: tuple[Path, Records], reads: Callable[..., Reading]
) -> None:
    asked = ("release", "--district", district, "--year", 2024, "--by", "签发一", "--accept-open", "先行发布")
    assert nianbao(*asked)[0] == 0
    fact = next(f for f in reads("qiaotou", QIAOTOU).facts if f.text == "90家次")
    new, when = NewValue(Decimal(92), Decimal(92), Decimal(92)), datetime(2025, 3, 1, tzinfo=UTC)
    correction = correction_of(fact, "qiaotou", 2024, "value", why="核对台账", who="经办一", when=when, figure=new)
    home[1].correct("linshan", [correction])
    code, out, _ = nianbao(*asked)
    assert code == 0 and Path(out.split()[-1]).name == "v2.nianbao"
    assert nianbao("verify", out.split()[-1])[0] == 0
    members = unpack(Path(out.split()[-1]).read_bytes())
    assert isinstance(members, dict)
    own, public = (members[f"outputs/{name}.html"].decode() for name in ("report", "report-public"))
    assert "更正说明" in own and "更正，核对台账（经办一，2025年3月1日）" in own
    assert "更正，核对台账（2025年3月1日）" in public and "经办一" not in public
    sealed = [entry for entry in home[1].audit_log("linshan") if entry.act == "seal"]
    assert [entry.subject for entry in sealed] == ["release:2024/v1", "release:2024/v2"]
    assert home[1].verify_audit() == ()
    again, out, _ = nianbao(*asked)
    assert again == 0 and Path(out.split()[-1]).name == "v2.nianbao"


def test_a_year_that_no_one_has_reported_is_not_released(nianbao: Nianbao, district: Path) -> None:
    code, _, err = nianbao("release", "--district", district, "--year", 2019, "--by", "签发一")
    assert code == 1 and "2019" in err and err.count("\n") == 1


def test_a_release_needs_a_name(nianbao: Nianbao, district: Path) -> None:
    assert nianbao("release", "--district", district, "--year", 2024)[0] == 2
    assert nianbao("release", "--district", district, "--year", 2024, "--by", " ")[0] == 2


def test_what_is_no_package_is_one_line(nianbao: Nianbao, district: Path, tmp_path: Path) -> None:
    code, _, err = nianbao("verify", district / "district.yml")
    assert code == 1 and err.count("\n") == 1
    assert nianbao("verify", tmp_path / "none.nianbao")[0] == 2


def test_the_records_are_verified_by_their_log_and_by_what_releases_saw_of_it(
    home: tuple[Path, Records], nianbao: Nianbao, district: Path
) -> None:
    asked = ("release", "--district", district, "--year", 2024, "--by", "主任", "--accept-open", "梧桥镇缺报")
    assert nianbao(*asked)[0] == 0
    code, said, _ = nianbao("verify")
    assert (code, "档案完好" in said) == (0, True)
    with home[1]._engine.begin() as connection:
        for change in (
            "DELETE FROM audit WHERE act = 'seal'",
            "DELETE FROM audit_heads",
            "INSERT INTO audit_heads SELECT district, position, hash FROM audit ORDER BY position DESC LIMIT 1",
        ):
            connection.execute(text(change))
    code, said, refused = nianbao("verify")
    assert (code, "1 处" in said, "发布时留存" in refused) == (1, True, True)
    assert "发布时留存" in nianbao("doctor")[1]


def test_a_home_without_records_has_nothing_to_verify(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["--home", str(tmp_path / "empty"), "verify"]) == 2
    assert "还没有档案" in capsys.readouterr().err
    assert not (tmp_path / "empty").exists()


def test_a_run_writes_the_public_edition_when_asked_and_leaves_no_old_one_behind(
    home: tuple[Path, Records], district: Path, tmp_path: Path
) -> None:
    place, out = open_workplace(str(district)), tmp_path / "out"
    publish_year(place, 2024, None, out, public=True)
    page = (out / "report-public.html").read_text(encoding="utf-8")
    assert "公开版草案" in page and "数据核校问题" not in page
    written = sorted(path.name for path in out.iterdir() if "public" in path.name or path.name == "masked.csv")
    assert written == ["masked.csv", "report-public.docx", "report-public.html", "report-public.pdf"]
    publish_year(place, 2024, None, out)
    assert not [path for path in out.iterdir() if path.name in written]
