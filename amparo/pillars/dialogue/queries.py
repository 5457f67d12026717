"""Lists of commitments: which filters there are, and what each of them finds."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Organization, User
from amparo.foundation.core.search import SearchTerms
from amparo.foundation.law.models import FrameworkItem
from amparo.ui.filters import Filter, FilterBar, Shortcut

from .models import (
    Cluster,
    Commitment,
    CommitmentBearer,
    CommitmentTag,
    Position,
    ProgressLine,
    Review,
    SourceDocument,
)
from .models.commitments import CommitmentQuerySet

SOON = timedelta(days=30)
MOST_OFFERED = 60
DELAYED, DUE, OPEN, UNREVIEWED, UNMEASURED = "delayed", "due", "open", "unreviewed", "unmeasured"
STANDINGS = (
    (OPEN, pgettext_lazy("commitments", "Open")),
    (DUE, gettext_lazy("Due in 30 days")),
    (DELAYED, pgettext_lazy("commitments", "Delayed")),
    (UNREVIEWED, gettext_lazy("Report not reviewed")),
    (UNMEASURED, gettext_lazy("Without an indicator")),
    *((state.value, state.label) for state in Commitment.State),
)


def filter_bar(user: User, asked) -> FilterBar:
    """The filters of the list as an address asks for them."""
    return FilterBar(
        [
            Filter("state", pgettext_lazy("column", "Status"), lambda: STANDINGS),
            Filter(
                "bearer", gettext_lazy("Duty bearer"), lambda: _bearers(user), _bearer_name
            ),
            Filter("right", gettext_lazy("Right"), codes.lazy_choices("right")),
            Filter("origin", pgettext_lazy("commitment", "Origin"),
                   lambda: Commitment.Origin.choices),
            Filter("document", gettext_lazy("Source document"), _documents, _document_name),
            Filter("cluster", pgettext_lazy("commitments", "Cluster"), _clusters, _cluster_name),
            Filter("goal", pgettext_lazy("commitments", "Goal or objective"), _goals, _goal_name),
            Filter("position", pgettext_lazy("recommendation", "Position"),
                   lambda: Position.Answer.choices),
        ],
        asked,
        shortcuts=[
            Shortcut("state", DUE, gettext_lazy("Due in 30 days")),
            Shortcut("state", DELAYED, pgettext_lazy("commitments", "Delayed")),
            Shortcut("state", UNREVIEWED, gettext_lazy("Report not reviewed")),
        ],
    )  # fmt: skip


def filtered(
    rows: CommitmentQuerySet, bar: FilterBar, text: str, today: date
) -> CommitmentQuerySet:
    """Those that the filters in force let through, and that hold every word of `text`."""
    if state := bar.value("state"):
        rows = _in_state(rows, state, today)
    for name, narrow in _NARROWING.items():
        if value := bar.value(name):
            rows = narrow(rows, value)
    for stem in SearchTerms.parse(text).stems:
        rows = rows.filter(search_text__contains=stem)
    return rows


def _of_bearer(rows: CommitmentQuerySet, ref: str) -> CommitmentQuerySet:
    held = CommitmentBearer.objects.filter(commitment=OuterRef("pk"), until=None)
    return rows.filter(Exists(held.filter(organization__ref=ref)))


def _of_goal(rows: CommitmentQuerySet, code: str) -> CommitmentQuerySet:
    framework, _colon, value = code.partition(":")
    return rows.filter(Exists(_tags().filter(item__framework__code=framework, item__code=value)))


def _of_position(rows: CommitmentQuerySet, answer: str) -> CommitmentQuerySet:
    """Those of which the latest position is this answer: one such, and none after it. A database
    can tell how many these are; of a subquery in order it cannot, and reads all for each.
    """
    lines = Position.objects.annotate(
        day=Coalesce("stated_on", Value(date.min), output_field=DateField())
    )
    after = Q(day__gt=OuterRef("day")) | Q(day=OuterRef("day"), pk__gt=OuterRef("pk"))
    later = lines.filter(after, commitment=OuterRef("commitment"))
    given = lines.filter(~Exists(later), commitment=OuterRef("pk"), answer=answer)
    return rows.filter(Exists(given))


_NARROWING: dict[str, Callable[[CommitmentQuerySet, str], CommitmentQuerySet]] = {
    "bearer": _of_bearer,
    "right": lambda rows, right: rows.filter(Exists(_tags().filter(right=right))),
    "goal": _of_goal,
    "origin": lambda rows, origin: rows.filter(origin=origin),
    "document": lambda rows, ref: rows.filter(document__ref=ref),
    "cluster": lambda rows, ref: rows.filter(clusters__cluster__ref=ref),
    "position": _of_position,
}


def _in_state(rows: CommitmentQuerySet, state: str, today: date) -> CommitmentQuerySet:
    if state == OPEN:
        return rows.open()
    if state == DELAYED:
        return rows.delayed(today)
    if state == DUE:
        return rows.due_until(today + SOON).filter(deadline__gte=today)
    if state == UNREVIEWED:
        return unreviewed(rows)
    if state == UNMEASURED:
        return rows.open().filter(target=None)
    return rows.filter(state=state)


def unreviewed(rows: CommitmentQuerySet) -> CommitmentQuerySet:
    """Open ones with a report after which nobody has reviewed them."""
    reviews = Review.objects.filter(
        commitment=OuterRef("commitment"), at__gte=OuterRef("report__sent_at")
    )
    waiting = ProgressLine.objects.filter(
        ~Exists(reviews), commitment=OuterRef("pk"), report__is_apart=False
    )
    return rows.open().filter(Exists(waiting))


def last_lines(field: str) -> Subquery:
    """A field of the last line that an institution reported; those kept apart do not count."""
    lines = ProgressLine.objects.filter(commitment=OuterRef("pk"), report__is_apart=False)
    return Subquery(lines.order_by("-pk").values(field)[:1])


def last_review(field: str) -> Subquery:
    reviews = Review.objects.filter(commitment=OuterRef("pk"))
    return Subquery(reviews.order_by("-pk").values(field)[:1])


def for_list(rows: CommitmentQuerySet) -> CommitmentQuerySet:
    """With what a row of a list shows beside the commitment itself."""
    lead = CommitmentBearer.objects.filter(commitment=OuterRef("pk"), until=None)
    return rows.annotate(
        lead_name=Subquery(lead.order_by("-is_lead", "pk").values("organization__name")[:1]),
        said=last_lines("progress"),
        found=last_review("progress"),
    ).select_related("document")


def _tags() -> QuerySet:
    return CommitmentTag.objects.filter(commitment=OuterRef("pk"))


def _bearers(user: User) -> list[tuple[str, str]]:
    borne = CommitmentBearer.objects.filter(organization=OuterRef("pk"), until=None)
    found = Organization.objects.accessible_to(user).filter(Exists(borne)).order_by("name", "pk")
    return [(str(each.ref), each.name) for each in found[:MOST_OFFERED]]


def _bearer_name(ref: str) -> str:
    return _name_of(Organization.objects, ref, "name")


def _documents() -> list[tuple[str, str]]:
    return [(str(each.ref), each.name) for each in SourceDocument.objects.all()[:MOST_OFFERED]]


def _document_name(ref: str) -> str:
    return _name_of(SourceDocument.objects, ref, "title")


def _clusters() -> list[tuple[str, str]]:
    return [(str(each.ref), each.name) for each in Cluster.objects.all()[:MOST_OFFERED]]


def _cluster_name(ref: str) -> str:
    return _name_of(Cluster.objects, ref, "name")


def _name_of(records, ref: str, field: str) -> str:
    if not _is_ref(ref):
        return ""
    return records.filter(ref=ref).values_list(field, flat=True).first() or ""


def _is_ref(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _goals() -> list[tuple[str, str]]:
    used = CommitmentTag.objects.filter(item=OuterRef("pk"))
    items = FrameworkItem.objects.filter(Exists(used)).select_related("framework")
    return [(f"{each.framework.code}:{each.code}", goal_label(each)) for each in items]


def _goal_name(code: str) -> str:
    framework, _colon, value = code.partition(":")
    found = FrameworkItem.objects.filter(framework__code=framework, code=value)
    item = found.select_related("framework").first()
    return goal_label(item) if item else ""


def goal_label(item: FrameworkItem) -> str:
    """The code of an item with the name of its framework, and its words."""
    return _("%(framework)s %(code)s: %(words)s") % {
        "framework": item.framework.code, "code": item.code, "words": item.wording,
    }  # fmt: skip
