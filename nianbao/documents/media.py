"""Recognise a file by its content, never by its suffix, and say what to send instead of what cannot be read."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from nianbao.reasons import Reason, Rejection

HEAD_BYTES = 4096


class Media(StrEnum):
    """The kinds of files that are read."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    HTML = "text/html"
    TEXT = "text/plain"
    PNG = "image/png"
    JPEG = "image/jpeg"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_PICTURES: tuple[tuple[bytes, Media], ...] = ((b"\x89PNG\r\n\x1a\n", Media.PNG), (b"\xff\xd8\xff", Media.JPEG))
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"GIF8", "这是GIF图片，请报送原文件"),
    (b"II*\0", "这是TIFF图片，请报送原文件或扫描为PDF"),
    (b"MM\0*", "这是TIFF图片，请报送原文件或扫描为PDF"),
    (_OLE, "这是旧版Word或WPS文件（.doc、.wps），请另存为.docx或PDF"),
    (b"{\\rtf", "这是RTF文件，请另存为.docx或PDF"),
    (b"Rar!\x1a\x07", "这是RAR压缩包，请解压后逐个报送"),
    (b"7z\xbc\xaf\x27\x1c", "这是7z压缩包，请解压后逐个报送"),
    (b"\x1f\x8b", "这是gzip压缩包，请解压后逐个报送"),
    (b"\x7fELF", "这是程序文件，请报送报告正文"),
    (b"MZ\x90\0", "这是程序文件，请报送报告正文"),
)
_MEMBERS: tuple[tuple[str, str], ...] = (
    ("OFD.xml", "这是OFD文件，请另存为PDF"),
    ("xl/workbook.xml", "这是Excel工作簿，请报送报告正文"),
    ("ppt/presentation.xml", "这是演示文稿，请报送报告正文"),
    ("content.xml", "这是ODF文件，请另存为.docx或PDF"),
)
_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<meta\s|<(?:div|table|p|span|h[1-6])[\s>]", re.IGNORECASE
)


def recognise(path: Path, data: bytes) -> Media | Rejection:
    """Return the kind of the file, or why it cannot be read.

    What has no known signature is taken for text; decoding then decides whether it is one.
    """
    head = data[:HEAD_BYTES]
    if b"%PDF-" in head[:1024]:
        return Media.PDF
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _recognise_zip(path)
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return Rejection(Reason.UNKNOWN_FORMAT, "这是BMP图片，请报送原文件或扫描为PDF")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Rejection(Reason.UNKNOWN_FORMAT, "这是WebP图片，请报送原文件或扫描为PDF")
    if head.startswith(_OLE) and _LOCKED in data:
        return Rejection(Reason.ENCRYPTED, "Word文件设有打开密码")
    for signature, picture in _PICTURES:
        if head.startswith(signature):
            return picture
    for signature, advice in _SIGNATURES:
        if head.startswith(signature):
            return Rejection(Reason.UNKNOWN_FORMAT, advice)
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain.startswith(b"<") and _HTML.search(plain):
        return Media.HTML
    return Media.TEXT


def _recognise_zip(path: Path) -> Media | Rejection:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return Rejection(Reason.UNREADABLE, "压缩结构已损坏")
    if "word/document.xml" in names:
        return Media.DOCX
    for member, advice in _MEMBERS:
        if member in names:
            return Rejection(Reason.UNKNOWN_FORMAT, advice)
    return Rejection(Reason.UNKNOWN_FORMAT, "这是ZIP压缩包，请解压后逐个报送")
