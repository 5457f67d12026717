"""Papers that wait for the virus scanner: each is asked about until there is an answer."""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.encryption.files import CorruptFileError, EncryptedFile
from amparo.foundation.core.files import virus_scanner
from amparo.foundation.core.jobs import background_task, checkpoint

from .models import Attachment, FilledFile
from .models.kept_papers import KeptPaper, KeptPaperQuerySet

AT_ONCE = 100
PATIENCE = timedelta(minutes=2)
_log = logging.getLogger(__name__)


# In slices, so that no transaction stands open while the scanner reads.
@background_task(name="scan-attachment", title=_("Check a paper for viruses"), in_slices=True)
def check_paper(ref: str) -> None:
    """Ask about one paper; where nobody answers, it goes on waiting, and is asked about again."""
    paper = _waiting_paper(ref)
    if paper is None or not virus_scanner.is_on():
        return
    try:
        with EncryptedFile.open(paper.stored_as) as content:
            found = virus_scanner.scan(content)
    except virus_scanner.ScannerDown as down:
        _log.warning("The virus scanner does not answer: %s", down)
    except (FileNotFoundError, CorruptFileError):
        _log.warning("A paper that waits to be checked does not open: amparo files check")
    else:
        with transaction.atomic():
            paper.judge(found)
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
        check_paper.enqueue(str(ref))
    return len(refs)


def _waiting() -> list[KeptPaperQuerySet]:
    return [kind.objects.to_be_checked() for kind in (Attachment, FilledFile)]


def _waiting_paper(ref: str) -> KeptPaper | None:
    found = (papers.select_related("case__team", "by").filter(ref=ref) for papers in _waiting())
    return next((paper for papers in found for paper in papers), None)


def _left_waiting() -> list[UUID]:
    """Those that wait longest, first."""
    late = [
        pair
        for papers in _waiting()
        for pair in papers.filter(at__lt=now() - PATIENCE)
        .order_by("at")
        .values_list("at", "ref")[:AT_ONCE]
    ]
    return [ref for _at, ref in sorted(late)[:AT_ONCE]]
