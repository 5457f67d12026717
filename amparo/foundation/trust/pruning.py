"""Letting old lines go: whole blocks after the years that the house keeps them, heads staying.

A block keeps its signature and its place in the chain, so that all after it can still be checked.
That lines were let go is itself a line.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from . import account_lines, audit
from .blocks import PRUNED
from .insert_only import unbolted
from .models import Block, Entry, User
from .verifying import pruned_to

A_YEAR = timedelta(days=365.25)


def prune(*, by: User | None) -> int:
    """Let go of the lines of blocks older than the house keeps them; say how many."""
    before = timezone.now() - settings.AMPARO_LEDGER_YEARS * A_YEAR
    old = Block.objects.filter(number__gt=pruned_to(), sealed_at__lt=before)
    last = old.aggregate(last=Max("number"))["last"]
    if last is None:
        return 0
    gone = 0
    known = account_lines.fitting()
    with unbolted():
        for block in old.order_by("number").iterator():
            for first, end in block.ranges:
                gone += Entry.objects.filter(pk__range=(first, end)).delete()[0]
        audit.note(by, PRUNED, None, until=last, count=gone)
        # The line that said whose account it is may be among those that are gone.
        account_lines.bind_all(user for user in account_lines.unbound() if user.pk in known)
    return gone
