"""Keep the vault in an object store (s3://…, and whatever else fsspec knows), for programs on several machines.

The vault's folder is then only a cache: it may be deleted whenever nothing runs. What is fetched is held against its
hash before it gets its name, so a store that was tampered with, or that broke off, is noticed and never read.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nianbao.district import ConfigurationError
from nianbao.records.vault import Vault, copy_bytes


class VaultUnreachableError(OSError):
    """The store does not answer, or not with what was asked for: no fault of the file, and to be tried again."""


def vault_at(address: str | None, folder: Path) -> Vault:
    """Return the vault in the folder, or the one at the address with the folder as its cache."""
    return Vault(folder) if address is None else Bucket(address, folder)


class Bucket(Vault):
    """A vault whose bytes lie under <address>/<sha256>; the bucket must be there, a misspelt one is not made."""

    def __init__(self, address: str, cache: Path) -> None:
        super().__init__(cache)
        self.address = address.rstrip("/")
        self._store, self._root = _open(self.address)

    def path(self, sha256: str) -> Path:
        """Return where the bytes lie on this machine, fetched when they do not yet.

        Raises FileNotFoundError when the store has not got them.
        """
        place = self._place(sha256)
        if not place.is_file():
            self._fetch(sha256)
        return place

    def holds(self, sha256: str) -> bool:
        """Say whether the bytes of that hash are in the store."""
        return self._size(sha256) is not None

    def hashes(self) -> frozenset[str]:
        """Return the hashes of all that the store holds."""
        with self._reached():
            return frozenset(Path(name).name for name in self._store.find(self._root))

    def _keep(self, copy: Path, sha256: str) -> None:
        """Keep the copy here and there. What is there in another size broke off, and is sent again."""
        super()._keep(copy, sha256)
        here = self._place(sha256)
        if self._size(sha256) != here.stat().st_size:
            with self._reached():
                self._store.put_file(str(here), self._key(sha256))

    def _fetch(self, sha256: str) -> None:
        with self._arriving() as copy:
            with self._reached(seeking=True), self._store.open(self._key(sha256), "rb") as source:
                found = copy_bytes(source, copy)
            if found != sha256:
                raise VaultUnreachableError(errno.EIO, f"{self.address} 中的文件与其散列值不符：{sha256}")
            super()._keep(Path(copy.name), sha256)

    def _key(self, sha256: str) -> str:
        return f"{self._root}/{sha256}"

    def _size(self, sha256: str) -> int | None:
        try:
            with self._reached(seeking=True):
                return int(self._store.info(self._key(sha256))["size"])
        except FileNotFoundError:
            return None

    @contextmanager
    def _reached(self, *, seeking: bool = False) -> Iterator[None]:
        """Turn whatever the store's library raises into one error; who seeks a file is told that there is none."""
        try:
            yield
        except Exception as error:
            if seeking and isinstance(error, FileNotFoundError):
                raise
            said = f"文件库 {self.address} 存取失败（{type(error).__name__}），请检查网络、地址和密钥"
            raise VaultUnreachableError(errno.EIO, said) from error


def _open(address: str) -> tuple[Any, str]:
    """Return the store's file system and the root in it; its listings are not cached, for others write too."""
    import fsspec  # only whoever has a store pays for its library

    try:
        store, root = fsspec.core.url_to_fs(address, use_listings_cache=False)
    except (ImportError, ValueError) as error:
        said = (
            f"打不开文件库 {address}：{' '.join(str(error).split())}；请核对 NIANBAO_VAULT，对象存储须安装 nianbao[s3]"
        )
        raise ConfigurationError(said) from error
    return store, root.rstrip("/")
