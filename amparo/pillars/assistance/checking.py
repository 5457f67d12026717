"""Papers that wait for the virus scanner: each is asked about until there is an answer."""

import logging

from django.tasks import task

from amparo.foundation.trust import scanner
from amparo.foundation.trust.sealed_files import Damaged, SealedFile

from .models import Attachment

AT_ONCE = 200
_log = logging.getLogger(__name__)


@task
def check_paper(ref: str) -> None:
    """Ask about one paper. Where the scanner is away, or the paper is gone, it goes on waiting."""
    paper = Attachment.objects.to_be_checked().select_related("case__team", "by").filter(ref=ref)
    if scanner.is_on() and (found := paper.first()):
        try:
            _check(found)
        except scanner.ScannerDown as down:
            _log.warning("The virus scanner does not answer: %s", down)


def check_waiting() -> int:
    """Ask again about what still waits, oldest first; says how many were answered."""
    answered = 0
    waiting = Attachment.objects.to_be_checked().select_related("case__team", "by")
    for paper in waiting.order_by("at")[:AT_ONCE] if scanner.is_on() else ():
        try:
            answered += _check(paper)
        except scanner.ScannerDown as down:
            _log.warning("The virus scanner does not answer: %s", down)
            break
    return answered


def _check(paper: Attachment) -> bool:
    try:
        with SealedFile.open(paper.stored_as) as content:
            paper.judge(scanner.scan(content))
    except (FileNotFoundError, Damaged):
        _log.warning("A paper that waits to be checked does not open: amparo files check")
        return False
    return True
