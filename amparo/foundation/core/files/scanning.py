"""Files that wait for the virus scanner: each is asked about until there is an answer."""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..clock import now
from ..encryption.files import CorruptFileError, EncryptedFile
from ..jobs import background_task, checkpoint
from . import virus_scanner
from .stored_files import StoredFile, StoredFileQuerySet, stored_file_models

AT_ONCE = 100
PATIENCE = timedelta(minutes=2)
_log = logging.getLogger(__name__)


# In slices, so that no transaction stands open while the scanner reads.
@background_task(name="scan-attachment", title=_("Check a paper for viruses"), in_slices=True)
def check_file(ref: str) -> None:
    """Ask about one file; where nobody answers, it goes on waiting, and is asked about again."""
    file = _waiting_file(ref)
    if file is None or not virus_scanner.is_on():
        return
    try:
        with EncryptedFile.open(file.storage_key) as content:
            found = virus_scanner.scan(content)
    except virus_scanner.ScannerDown as down:
        _log.warning("The virus scanner does not answer: %s", down)
    except (FileNotFoundError, CorruptFileError):
        _log.warning("A paper that waits to be checked does not open: amparo files check")
    else:
        with transaction.atomic():
            file.judge(found)
            checkpoint()


def ask_again() -> int:
    """Have what was not answered asked about again, once the scanner is back."""
    if (
        not virus_scanner.is_on()
        or not (refs := _left_waiting())
        or not virus_scanner.is_answering()
    ):
        return 0
    for ref in refs:
        check_file.enqueue(str(ref))
    return len(refs)


def _waiting() -> list[StoredFileQuerySet]:
    return [model._default_manager.awaiting_scan() for model in stored_file_models()]  # type: ignore[attr-defined]


def _waiting_file(ref: str) -> StoredFile | None:
    found = (files.filter(ref=ref) for files in _waiting())
    return next((file for files in found for file in files), None)


def _left_waiting() -> list[UUID]:
    """Those that wait longest, first."""
    late = [
        pair
        for files in _waiting()
        for pair in files.filter(at__lt=now() - PATIENCE)
        .order_by("at")
        .values_list("at", "ref")[:AT_ONCE]
    ]
    return [ref for _at, ref in sorted(late)[:AT_ONCE]]
