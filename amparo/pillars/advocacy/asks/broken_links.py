"""Where the chain breaks at asks: nobody is asked, nobody answered, nothing was undertaken."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from amparo.foundation.core.models import User
from amparo.foundation.links.chain import PATTERN, PatternLine
from amparo.foundation.links.extension_points import BrokenLink
from amparo.foundation.links.models import Link

from . import rules
from .models import Ask
from .models.asks import ASK


def broken_asks(user: User, lines: Sequence[PatternLine], today: date) -> list[BrokenLink]:
    """Returns the broken links at asks that rest on these patterns, of those the reader may
    see. Four queries.
    """
    by_ref = {line.pattern.ref: line for line in lines}
    seen = Link.objects.accessible_to(user)
    rests = defaultdict(list)
    for link in seen.to_records(PATTERN, by_ref).filter(source_kind=ASK):  # type: ignore[attr-defined]
        rests[link.source_ref].append(by_ref[link.target_ref])
    committed = set(
        seen.to_records(ASK, rests)  # type: ignore[attr-defined]
        .filter(relation=Link.Relation.RESULTS_FROM)
        .values_list("target_ref", flat=True)
    )
    asks = Ask.objects.accessible_to(user).filter(ref__in=rests).prefetch_related("bearers")
    return [
        BrokenLink(
            reason, f"{each.number}: {each.title}", each.get_absolute_url(),
            max(line.cases or 0 for line in rests[each.ref]),
        )
        for each in asks
        for reason in _reasons(each, today, is_committed=each.ref in committed)
    ]  # fmt: skip


def _reasons(ask: Ask, today: date, *, is_committed: bool) -> Iterator[str]:
    if ask.state not in (rules.AGREED, rules.WITHDRAWN) and not ask.bearers.all():
        yield _("No duty bearer is named: nobody is asked.")
    if rules.is_overdue(ask.standing, today):
        yield _("It was put, and its date passed without an answer.")
    if ask.state in (rules.ANSWERED, rules.AGREED) and not is_committed:
        yield _("It was answered, and no commitment came of it.")
