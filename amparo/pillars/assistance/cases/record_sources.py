"""Where the cases behind a figure are found, under the permissions of who looks for them."""

from collections.abc import Callable, Mapping, Sequence

from django.db.models import Exists, Q, QuerySet

from amparo.foundation.core.measures import ListedRecord, RecordListing, RecordSource
from amparo.foundation.core.models import User
from amparo.foundation.core.permissions.grants import PermissionQuerySet

from .display_names import listed_name
from .models import Case
from .risk_levels import BANDS

type Columns = Mapping[str, str | Callable[[], Q | Exists]]


def _describe(cases: Sequence[Case], user: User) -> list[ListedRecord]:
    return [
        ListedRecord(
            case.get_absolute_url(), listed_name(case), case.number, case.get_status_display(),
            case.owner.name if case.owner else "", case.ref.hex,
        )
        for case in cases
    ]  # fmt: skip


CASES = RecordListing(
    permission="case.see",
    event="cases.listed",
    rows=lambda user: Case.objects.with_subject().accessible_to(user),
    describe=_describe,
    are_cases=True,
)


def case_source(
    rows: Callable[[], QuerySet],
    day: str,
    *,
    case: str = "case",
    is_moment: bool = False,
    person: str = "",
    place: str = "",
    budget_line: str = "",
    columns: Columns | None = None,
) -> RecordSource:
    """The source of a fact whose rows are of cases; `rows` returns those that count.

    `case` is the path to the case, "" where the row is the case itself; `person` and `place`
    default to those of the case.
    """
    at = f"{case}__" if case else ""

    def seen(user: User) -> QuerySet:
        found = rows()
        if isinstance(found, PermissionQuerySet):
            found = found.accessible_to(user)
        return found.filter(**{f"{case or 'pk'}__in": Case.objects.accessible_to(user)})

    return RecordSource(
        listing=CASES, rows=seen, day=day, is_moment=is_moment, listed=case,
        office=f"{at}team__office", person=person or f"{at}person", place=place or f"{at}place",
        budget_line=budget_line, kind=f"{at}kind", risk=f"{at}risk",
        columns=columns or {}, codes={"risk": {code: at for at, code in enumerate(BANDS)}},
        is_restricted=lambda: ~Q(**{f"{at}confidentiality": Case.Confidentiality.ORDINARY}),
    )  # fmt: skip
