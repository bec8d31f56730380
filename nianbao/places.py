"""Find the data folders that the product ships: catalogue, districts, templates, samples.

They lie beside the packages in a checkout and inside the package in an installed wheel; this is the one place
that knows both.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """Return the shipped folder `name` (catalogue, districts, templates, samples)."""
    checkout = PACKAGE.parent / name
    return checkout if checkout.is_dir() else PACKAGE / "shipped" / name
