"""Read scanned pages inside limits of their own: `python -m nianbao.documents.scan_child FILE LIMITS NUMBERS`.

Says one JSON object a line: that it is ready, a page, a page that could not be read, the end. The budget of processor
time begins anew with every page.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from nianbao.documents.child import confine, say


def main(path: Path, limits: dict[str, int], numbers: Sequence[int]) -> None:
    """Print the pages of these numbers as they are read from their pictures."""
    confine(limits["scan_memory_bytes"], limits["scan_cpu_s"])
    from nianbao.documents.ocr import Eye
    from nianbao.documents.pages import page_json
    from nianbao.documents.pictures import open_pictures
    from nianbao.documents.seeing import see

    try:
        pictures = open_pictures(path)
    except Exception as error:  # whatever a broken image makes the library raise
        say({"rejection": type(error).__name__})
        return
    eye = Eye()
    say({"ready": True})
    for number in numbers:
        _renew(limits["scan_cpu_s"])
        try:
            say(page_json(see(pictures.picture(number), eye)))
        except MemoryError:
            say({"unread": number, "detail": "内存超限"})
        except Exception as error:  # whatever a broken picture makes the libraries raise
            say({"unread": number, "detail": type(error).__name__})
    say({"end": True})


def _renew(cpu_s: int) -> None:
    used = int(time.process_time()) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + cpu_s, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]), json.loads(sys.argv[3]))
