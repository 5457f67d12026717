"""The store and the records that name its files, compared: what is missing, damaged, of nobody.

A process that is killed between keeping a file and committing its record leaves a file of nobody.
It opens for nobody and is taken away when it is a day old. If many files seem to be of nobody,
the store or the database is not the right one: then nothing is taken away.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from .clock import now
from .keyring import Unopenable
from .sealed_files import Damaged, SealedFile
from .stored_as import named
from .wall.standing import whole

DAY = timedelta(days=1)
# So many, and so large a part, may be left over by a bad day; more is a mistake of ours.
FEW, PART = 25, 0.02
_PIECE = 1024 * 1024
_log = logging.getLogger(__name__)


class TooMany(Exception):  # noqa: N818 - a caution, not an error
    """So many files are named by no record that it is more likely the wrong store."""


def missing() -> Iterator[Any]:
    """Records whose file is not in the store."""
    known = _named()  # first: what comes in meanwhile is not missed
    kept = set(SealedFile.names())
    return (record for record, name in known if name not in kept)


def damaged() -> Iterator[Any]:
    """Records whose file is there and does not open to its end."""
    for record, name in _named():
        try:
            with SealedFile.open(name) as file:
                while file.read(_PIECE):
                    pass
        except FileNotFoundError:
            continue
        except (Damaged, Unopenable):
            yield record


def orphans(*, older_than: timedelta = DAY) -> list[str]:
    """Files that no record names, of those that have been here for a while."""
    before = now() - older_than
    old = [name for name, since in SealedFile.kept() if since < before]
    known = {name for _record, name in _named()}
    # Where no record names a file, it is not the files that are amiss.
    return [name for name in old if name not in known] if known else []


def _named() -> list[tuple[Any, str]]:
    """Every record that names a file: who sees only some of them would throw away the rest."""
    with whole():
        return list(named())


def sweep(*, however_many: bool = False) -> int:
    """Take away what is of nobody, and say how many files that were."""
    of_nobody = orphans()
    if not however_many and len(of_nobody) > FEW:
        everything = sum(1 for _name in SealedFile.names())
        if len(of_nobody) > PART * everything:
            raise TooMany(f"{len(of_nobody)} of {everything} files are named by no record.")
    for name in of_nobody:
        SealedFile.delete(name)
    if of_nobody:
        _log.warning("Files of nobody taken away: %d", len(of_nobody))
    return len(of_nobody)
