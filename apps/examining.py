"""Examine an installation, one answer for each thing that can be wrong; every bad answer says what to do."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from apps.answer import Answer
from apps.service import examine_service
from apps.session import Refusal, Session, database_url
from nianbao.district import ConfigurationError

LEAST_FREE_BYTES = 1_000_000_000


def examine(session: Session) -> tuple[Answer, ...]:
    """Return the answers in the order in which a person would put things right."""
    return (
        python(),
        packages(),
        home(session.home),
        free_space(session.home),
        data(session),
        records(session),
        vault(session),
        *examine_service(session.home),
    )


def python() -> Answer:
    """Examine the interpreter."""
    said = f"{'.'.join(map(str, sys.version_info[:3]))}，nianbao {version('nianbao')}"
    good = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return Answer(
        "Python", good, said if good else f"{said}：需要 3.11 至 3.13，请用 make PYTHON=python3.12 setup 重装"
    )


def packages() -> Answer:
    """Examine the installed versions against the bounds that the product needs; some newer ones break Prefect."""
    wrong = list(wrong_packages())
    if wrong:
        return Answer("依赖", False, f"{'；'.join(wrong)}。请运行 make setup 重装锁定的版本")
    return Answer("依赖", True, "版本都在范围内")


def wrong_packages() -> Iterator[str]:
    """Yield each dependency that is absent or out of its bounds."""
    from packaging.requirements import Requirement

    for line in requires("nianbao") or ():
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            installed = version(requirement.name)
        except PackageNotFoundError:
            yield f"缺少 {requirement.name}"
        else:
            if not requirement.specifier.contains(installed, prereleases=True):
                yield f"{requirement.name} {installed} 应为 {requirement.specifier}"


def home(folder: Path) -> Answer:
    """Examine whether the home can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Answer("数据文件夹", False, f"{folder} 不能写入（{error.strerror}），请改权限或换一个 --home")
    return Answer("数据文件夹", True, str(folder))


def free_space(folder: Path) -> Answer:
    """Examine the room that is left where the home lies."""
    there = next((place for place in (folder, *folder.parents) if place.exists()), Path("/"))
    free = shutil.disk_usage(there).free
    said = f"剩余 {free / 1e9:.1f} GB"
    good = free >= LEAST_FREE_BYTES
    return Answer("磁盘", good, said if good else f"{said}，不足 1 GB，请清理或换一个 --home")


def data(session: Session) -> Answer:
    """Examine the catalogue and the templates."""
    from nianbao.places import data_folder

    try:
        count = len(session.catalogue().indicators)
    except ConfigurationError as error:
        return Answer("指标目录", False, str(error))
    if not data_folder("templates").is_dir():
        return Answer("模板", False, f"找不到 {data_folder('templates')}，请重新安装")
    return Answer("指标目录与模板", True, f"指标 {count} 个")


def records(session: Session) -> Answer:
    """Examine whether the records open and are as they were written; the URL may hold a password and is not shown."""
    from nianbao.release.shelf import witnesses

    where = "PostgreSQL" if database_url() else "SQLite"
    try:
        with session.records() as opened:
            breaks = opened.verify_audit(witnesses(session.home / "releases"))
    except (Refusal, ConfigurationError) as error:
        return Answer("档案", False, str(error))
    except (ValueError, KeyError, TypeError) as error:
        return Answer("档案", False, f"发布记录 releases.jsonl 读不出（{type(error).__name__}），请用备份核对或恢复")
    if breaks:
        more = f"（共 {len(breaks)} 处）" if len(breaks) > 1 else ""
        return Answer("档案", False, f"{breaks[0]}{more}：记录被程序以外的改动过，请用备份核对或恢复")
    return Answer("档案", True, f"{where}，审计日志完好")


def vault(session: Session) -> Answer:
    """Examine whether the bytes of every submission are there."""
    try:
        with session.records() as opened:
            lost = opened.lost()
    except (Refusal, ConfigurationError, OSError) as error:
        return Answer("文件库", False, str(getattr(error, "strerror", None) or error))
    if lost:
        said = (
            f"{lost[0].file} 等 {len(lost)} 件的原件不在文件库里，请从备份补回（nianbao restore 到新的数据文件夹核对）"
        )
        return Answer("文件库", False, said)
    return Answer("文件库", True, os.environ.get("NIANBAO_VAULT") or "原件齐全")
