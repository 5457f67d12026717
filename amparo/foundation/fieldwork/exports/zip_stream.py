"""Writes a ZIP archive while it is sent: nothing of it lies on a disk."""

import zipfile
from collections.abc import Iterable, Iterator

# The same answers make the same file, whenever it is written.
_EPOCH = (1980, 1, 1, 0, 0, 0)


class _ChunkBuffer:
    """Takes what is written until it is fetched; nobody goes back in it."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._waiting.append(bytes(piece))
        return len(piece)

    def close(self) -> None:
        """Nothing is open."""

    def flush(self) -> None:
        """Nothing is held back."""

    def fetch(self) -> bytes:
        piece = b"".join(self._waiting)
        self._waiting.clear()
        return piece


def zip_chunks(
    members: Iterable[tuple[str, Iterable[bytes]]], *, squeezes: bool = True
) -> Iterator[bytes]:
    leaving = _ChunkBuffer()
    with zipfile.ZipFile(leaving, "w") as package:
        for name, pieces in members:
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED if squeezes else zipfile.ZIP_STORED
            member._compresslevel = 1  # type: ignore[attr-defined]
            with package.open(member, "w", force_zip64=True) as inside:
                for piece in pieces:
                    inside.write(piece)
                    yield leaving.fetch()
    yield leaving.fetch()
