"""Papers that wait for the virus scanner: each is asked about until there is an answer."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amparo.foundation.trust import scanner
from amparo.foundation.trust.clock import now
from amparo.foundation.trust.jobs import go_on, in_background
from amparo.foundation.trust.sealed_files import Damaged, SealedFile

from .models import Attachment

AT_ONCE = 100
PATIENCE = timedelta(minutes=2)
_log = logging.getLogger(__name__)


# In slices, so that no transaction stands open while the scanner reads.
@in_background(title=_("Check a paper for viruses"), in_slices=True)
def check_paper(ref: str) -> None:
    """Ask about one paper; where nobody answers, it goes on waiting, and is asked about again."""
    waiting = Attachment.objects.to_be_checked().select_related("case__team", "by")
    paper = waiting.filter(ref=ref).first()
    if paper is None or not scanner.is_on():
        return
    try:
        with SealedFile.open(paper.stored_as) as content:
            found = scanner.scan(content)
    except scanner.ScannerDown as down:
        _log.warning("The virus scanner does not answer: %s", down)
    except (FileNotFoundError, Damaged):
        _log.warning("A paper that waits to be checked does not open: amparo files check")
    else:
        with transaction.atomic():
            paper.judge(found)
            go_on()


def ask_again() -> int:
    """Have what was not answered asked about again, once the scanner is back."""
    waiting = Attachment.objects.to_be_checked().filter(at__lt=now() - PATIENCE).order_by("at")
    if not scanner.is_on() or not waiting.exists() or not scanner.is_answering():
        return 0
    refs = list(waiting.values_list("ref", flat=True)[:AT_ONCE])
    for ref in refs:
        check_paper.enqueue(str(ref))
    return len(refs)
