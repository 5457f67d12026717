"""What lies in the file of a request, of somebody who was found, and of their case.

A request is told whole to the relative. What was found is not in it: that lies with the person who
was found, and they decide who hears of it.
"""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import (
    Erasure,
    before_erasure,
    declare_personal_data,
    erase_with_owner,
)
from amparo.foundation.core.models import Office
from amparo.foundation.people.merged_records import keep_with_own_record, show_with_kept_record
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.privacy.extension_points import bulk_deletion_kinds
from amparo.pillars.assistance.privacy.models import BulkDeletionKind

from .models import (
    InquirerNotification,
    MatchVerification,
    Reunification,
    SoughtPerson,
    TracingAction,
    TracingClosure,
    TracingConsent,
    TracingMatch,
    TracingRequest,
)

for file, to_request in ((TracingRequest, ""), (Person, "inquirer")):
    if to_request:
        declare_personal_data(
            file, TracingRequest, to_request, title=_("Your family tracing request"),
            disclosed_fields=(
                "at", "number", "language", "safe_channel", "contact", "safe_contact",
            ),
            duplicates=("given_names", "family_names", "original_name"),
        )  # fmt: skip
    path = f"request__{to_request}" if to_request else "request"
    declare_personal_data(
        file, SoughtPerson, path, title=_("Person you are looking for"),
        disclosed_fields=(
            "at", "relation", "given_names", "family_names", "second_family_name",
            "original_name", "aliases", "father_name", "mother_name", "sex", "birth_year",
            "nationality", "cause", "last_seen_when", "last_seen_where", "circumstances",
        ),
    )  # fmt: skip
    declare_personal_data(
        file, TracingConsent, path, title=_("Consent you gave for tracing"),
        disclosed_fields=(
            "given_on", "agreed", "with_photo", "method", "language", "witness", "text",
        ),
    )  # fmt: skip
    declare_personal_data(
        file, InquirerNotification, path, title=_("Information given to you"),
        disclosed_fields=("on", "method", "text"),
        needs_review=True,
    )  # fmt: skip
    for model in (TracingAction, TracingClosure):
        declare_personal_data(
            file, model, path,
            withheld=_("How we searched: it names others. Ask the colleague who searches."),
        )  # fmt: skip

# Not told with a request: that somebody was found is theirs to tell.
declare_personal_data(
    TracingRequest, MatchVerification, lambda request: MatchVerification.objects.filter(
        match__sought__request=request, side=MatchVerification.OfSide.RELATIVE
    ),
    withheld=_("How we made sure of what you told: ask the colleague who searches."),
)  # fmt: skip

declare_personal_data(
    Person, MatchVerification, lambda person: MatchVerification.objects.filter(
        match__person=person, side=MatchVerification.OfSide.PERSON
    ),
    title=_("Your family information"), needs_review=True,
    disclosed_fields=("on", "willing", "safe", "may_inform_family", "text"),
)  # fmt: skip


def erase_requests(person: Person, erasing: Erasure) -> None:
    """What somebody told of those they look for goes with them: it is sealed under its own key."""
    for request in TracingRequest.objects.filter(inquirer=person):
        erase_with_owner(request, erasing)


before_erasure(Person, erase_requests)

show_with_kept_record(TracingRequest, "inquirer")
keep_with_own_record(
    TracingMatch, why=_("What was found counts for the file in which it was found.")
)
keep_with_own_record(Reunification, why=_("It belongs to a case, and is read with it."))


def overdue_tracing_requests(office: Office, day: date) -> QuerySet[TracingRequest]:
    """Returns those that are closed and over their time on a day."""
    return TracingRequest.objects.closed().filter(office=office, keep_until__lte=day)


bulk_deletion_kinds.register(
    TracingRequest.audit_name,
    BulkDeletionKind(
        overdue=overdue_tracing_requests,
        none_overdue=_("No tracing request is over its time."),
        asked="tracing.clearing_asked",
        confirmed="tracing.cleared",
        notice="tracing.clearing",
        url_name="family_tracing:over",
    ),
)
