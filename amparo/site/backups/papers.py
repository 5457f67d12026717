"""Papers as a copy takes them: sealed as they lie, under names that tell nothing."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.files import File

from amparo.foundation.core.encryption.files import EncryptedFile
from amparo.foundation.core.encryption.storage import AtomicFileSystemStorage
from amparo.foundation.core.refusals import Refusal

from .archive import BLOCK


def are_ours() -> bool:
    """They lie in a folder of the house; a bucket elsewhere has copies of its own."""
    return isinstance(EncryptedFile.store(), AtomicFileSystemStorage)


def names() -> Iterator[str]:
    return EncryptedFile.names() if are_ours() else iter(())


def sealed(name: str) -> Any:
    return EncryptedFile.store().open(EncryptedFile.place(name))


def put(name: str, file: BinaryIO) -> bool:
    """Lay a paper where it lay; one that is there already must be the same, and stays as it is."""
    place, store = EncryptedFile.place(name), EncryptedFile.store()
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
