"""Draw one page of an untrusted file: `python -m apps.portal.picture_child FILE PAGE`, a PNG in a line of JSON."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

from nianbao.documents.child import confine, say
from nianbao.documents.pictures import open_pictures
from nianbao.documents.png import colour_png

_MEMORY_BYTES = 1536 * 1024 * 1024
_CPU_S = 25
_DOTS_PER_INCH = 110
_WIDEST = 1600


def main(file: Path, page: int) -> None:
    """Print the page."""
    confine(_MEMORY_BYTES, _CPU_S)
    picture = open_pictures(file, _DOTS_PER_INCH).picture(page)
    step = max(1, -(-max(picture.pixels.shape[:2]) // _WIDEST))
    say({"picture": base64.b64encode(colour_png(picture.pixels[::step, ::step])).decode()})


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
