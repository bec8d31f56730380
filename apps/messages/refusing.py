"""Errors: one line each, what is wrong and what to do."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "usage": ("用法有误：{detail}（“nianbao --help”列出全部用法）", "wrong usage: {detail} (see “nianbao --help”)"),
    "internal": (
        "程序内部错误：{detail}；详情见 {log}，请把该文件发给维护人员",
        "internal failure: {detail}; details are in {log}, please send that file to the maintainers",
    ),
    "path": ("{file} 不能读写：{detail}，请核对路径和权限", "{file} cannot be used: {detail}; check path and rights"),
    "disk-full": (
        "磁盘空间不足，没有做完；请清理 {home} 和成果文件夹所在的磁盘，再运行一次，已收的文件不会丢失",
        "the disk is full; make room where {home} and the outputs are, and run it again: nothing received is lost",
    ),
    "stopped": ("已中止", "stopped"),
    "no-file": ("{file}：没有这个文件，请核对路径", "{file}: there is no such file; check the path"),
    "is-folder": ("{file}：是文件夹，请给出文件", "{file}: this is a folder; name a file"),
    "no-folder": ("{file}：没有这个文件夹，请核对路径", "{file}: there is no such folder; check the path"),
    "refused": ("{file}：{sentence}（{reason}）", "{file}: {sentence} ({reason})"),
    "unit-not-in-roster": (
        "{district} 名册中没有单位代码“{unit}”；可用的代码：{codes}",
        "the roster of {district} has no unit “{unit}”; it has {codes}",
    ),
    "no-home": ("{home} 不能写入，请换一个 --home", "{home} cannot be written; choose another --home"),
    "no-out": ("{file} 不能写入，请换一个 --out", "{file} cannot be written; choose another --out"),
}  # fmt: skip
