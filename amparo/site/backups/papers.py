"""Papers as a copy takes them: sealed as they lie, under names that tell nothing."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.files import File

from amparo.foundation.trust.folder import Folder
from amparo.foundation.trust.refusals import Refusal
from amparo.foundation.trust.sealed_files import SealedFile

from .archive import BLOCK


def are_ours() -> bool:
    """They lie in a folder of the house; a bucket elsewhere has copies of its own."""
    return isinstance(SealedFile.store(), Folder)


def names() -> Iterator[str]:
    return SealedFile.names() if are_ours() else iter(())


def sealed(name: str) -> Any:
    return SealedFile.store().open(SealedFile.place(name))


def put(name: str, file: BinaryIO) -> bool:
    """Lay a paper where it lay; one that is there already must be the same, and stays as it is."""
    place, store = SealedFile.place(name), SealedFile.store()
    if not store.exists(place):
        store.save(place, File(file))
        return True
    with store.open(place) as there:
        if not _is_same(there, file):
            raise Refusal(f"Another paper is kept as {name}: choose an AMPARO_HOME of its own.")
    return False


def _is_same(there: Any, file: BinaryIO) -> bool:
    while piece := file.read(BLOCK):
        if there.read(len(piece)) != piece:
            return False
    return not there.read(1)
