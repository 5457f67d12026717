"""Where the chain breaks in dialogue: a commitment that nobody bears or can measure, that is past
due, or was kept while such needs still arise; an item of a meeting without an answer.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import User
from amparo.foundation.links.chain import PATTERN, PatternLine
from amparo.foundation.links.extension_points import BrokenLink
from amparo.foundation.links.models import Link
from amparo.ui import formats

from .linked import COMMITMENT
from .linked_meetings import AGENDA_ITEM
from .models import AgendaItem, Commitment, Decision


def broken_commitments(user: User, lines: Sequence[PatternLine], today: date) -> list[BrokenLink]:
    """Returns the broken links at commitments that rest on these patterns."""
    by_ref = {line.pattern.ref: line for line in lines}
    rests = defaultdict(list)
    for link in Link.objects.to_records(PATTERN, by_ref).filter(source_kind=COMMITMENT):
        rests[link.source_ref].append(by_ref[link.target_ref])
    commitments = Commitment.objects.accessible_to(user).filter(ref__in=rests)
    measured = set(
        Link.objects.from_records(COMMITMENT, rests)
        .filter(relation=Link.Relation.MEASURED_BY)
        .values_list("source_ref", flat=True)
    )
    found = []
    for each in commitments.prefetch_related("bearers"):
        patterns = rests[each.ref]
        is_measured = each.target is not None or each.ref in measured
        for reason in _reasons(each, patterns, today, is_measured=is_measured):
            weight = max(line.cases or 0 for line in patterns)
            found.append(BrokenLink(reason, each.title, each.get_absolute_url(), weight))
    return found


def _reasons(
    commitment: Commitment, patterns: list[PatternLine], today: date, *, is_measured: bool
) -> list[str]:
    found = []
    if commitment.is_open:
        if not [each for each in commitment.bearers.all() if each.until is None]:
            found.append(_("No duty bearer is named: nobody answers for it."))
        if not is_measured:
            found.append(_("It has no indicator: nobody can say whether it is kept."))
        if commitment.is_delayed(today):
            found.append(_("Its deadline has passed."))
    elif commitment.state == Commitment.State.FULFILLED and commitment.ended_at:
        since = formats.as_day(commitment.ended_at)
        if any(line.outcome_since(since).after for line in patterns):
            found.append(_("It was kept, and such needs still arise."))
    return found


def unanswered_items(user: User, lines: Sequence[PatternLine], today: date) -> list[BrokenLink]:
    """Returns the items of meetings that rest on these patterns, were discussed, and led to
    nothing: no decision, or none that became a commitment.
    """
    by_ref = {line.pattern.ref: line for line in lines}
    rests = defaultdict(list)
    for link in Link.objects.to_records(PATTERN, by_ref).filter(source_kind=AGENDA_ITEM):
        rests[link.source_ref].append(by_ref[link.target_ref])
    items = AgendaItem.objects.accessible_to(user).filter(
        ref__in=rests, convening__ends_at__lt=now()
    )
    committed = Decision.objects.filter(item=OuterRef("pk"), commitment__isnull=False)
    return [
        BrokenLink(
            _("It was discussed, and nobody has committed to anything."), each.title,
            each.get_absolute_url(), max(line.cases or 0 for line in rests[each.ref]),
        )
        for each in items.exclude(Exists(committed))
    ]  # fmt: skip
