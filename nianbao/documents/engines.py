"""Name the libraries that read files, with their versions: another library may read the same file otherwise."""

from __future__ import annotations

from importlib import metadata

_READERS = ("pypdfium2", "pdfplumber", "pdfminer.six", "python-docx", "lxml")
_RECOGNITION = ("rapidocr", "onnxruntime", "opencv-python-headless")


def engine_versions() -> tuple[str, ...]:
    """Return name and version of each; one that is not installed has none, as where recognition was left out."""
    return tuple(f"{name} {_version(name)}" for name in (*_READERS, *_RECOGNITION))


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
