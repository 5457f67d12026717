"""What lies in the file of a case, who is held by it, and what goes with a person."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import (
    Erasure,
    before_erasure,
    blocks_erasure,
    declare_personal_data,
    erase_with_owner,
)
from amparo.foundation.core.models import DataKey, Office
from amparo.foundation.data_quality.models import DataIssue
from amparo.foundation.fieldwork.models import Submission
from amparo.foundation.fieldwork.privacy import register_pending_records
from amparo.foundation.people.merged_records import keep_with_own_record, show_with_kept_record
from amparo.foundation.people.models import Family, Person, PersonAccessGrant
from amparo.foundation.protection.privacy import belong_to_case
from amparo.pillars.assistance.cases.access_grants import grant_reasons
from amparo.pillars.assistance.cases.models import Case, Dependant
from amparo.pillars.assistance.help_requests.models import (
    HelpRequest,
    HelpRequestConsent,
    HelpRequestMessage,
    HelpRequestStep,
)
from amparo.pillars.assistance.help_requests.models.status import OVER
from amparo.pillars.assistance.intake.models import ImportedRow
from amparo.pillars.assistance.privacy.extension_points import bulk_deletion_kinds
from amparo.pillars.assistance.referrals.models import ReferredPerson
from amparo.pillars.assistance.services.models import AnonymousService, ServiceRecipient

from .erasure import erase_case
from .models import BulkDeletionKind, DataSubjectRequest, DeletionRequest, LegalHold

declare_personal_data(
    Case,
    PersonAccessGrant,
    lambda case: PersonAccessGrant.objects.filter(why__in=grant_reasons(case)),
    withheld=_("Which teams may open the files of the people in it."),
)
for asked, path, title, tells in (
    (
        HelpRequest,
        "",
        _("What you asked for on the public pages"),
        (
            "asked_at",
            "text",
            "language",
            "other_language",
            "safe_channel",
            "contact",
            "hours",
            "who_may_answer",
            "may_leave_message",
            "code_word",
        ),
    ),
    (HelpRequestMessage, "request", _("What was written with your code"), ("at", "text")),
    (
        HelpRequestConsent,
        "request",
        _("What you allowed when you asked"),
        ("at", "purpose", "agreed"),
    ),
    (HelpRequestStep, "request", _("Result of your request"), ("at", "what", "because")),
):
    in_case = f"{path}__case" if path else "case"
    declare_personal_data(
        Case,
        asked,
        in_case,
        title=title,
        disclosed_fields=tells,
        needs_review=asked is HelpRequestStep,
    )
    if path:
        declare_personal_data(HelpRequest, asked, path, title=title, disclosed_fields=tells)
belong_to_case(Case)

for each, ended in (
    (LegalHold, ("released_at", "released_reason")),
    (DeletionRequest, ("refused_at", "refused_reason")),
):
    declare_personal_data(
        Person, each, "person", title=_("Deletion of your file"),
        disclosed_fields=("at", "because", *ended), needs_review=True,
    )  # fmt: skip


def overdue_help_requests(office: Office, day: date) -> QuerySet[HelpRequest]:
    """Returns those that came to nothing and are over their time on a day."""
    found = HelpRequest.objects.filter(office=office, state__in=OVER, case=None)
    return found.filter(keep_until__lte=day)


bulk_deletion_kinds.register(
    HelpRequest.audit_name,
    BulkDeletionKind(
        overdue=overdue_help_requests,
        none_overdue=_("No expired requests for help."),
        asked="help.clearing_asked",
        confirmed="help.cleared",
        notice="help.clearing",
        url_name="privacy:due",
    ),
)


def cases_of_person(person: Person):
    """Every case that opens this person's file: theirs, their family's, one they come along in."""
    belongs = Q(person=person) | Q(dependants__person=person) | Q(family__members__person=person)
    return Case.objects.filter(belongs).distinct()


def erase_own_cases(person: Person, erasing: Erasure) -> None:
    """Somebody who may not be kept leaves no case behind, nor those registered with them alone."""
    for case in Case.objects.filter(person=person).select_related("team__office"):
        erase_case(case, erasing, but=person)
    Dependant.objects.filter(person=person).delete()


def erase_help_requests(case: Case, erasing: Erasure) -> None:
    """What they asked for before it was a case is sealed under a key of its own: that goes too."""
    for request in HelpRequest.objects.filter(case=case):
        erase_with_owner(request, erasing)
        DataKey.destroy([request.ref])


def erase_submissions(case: Case, erasing: Erasure) -> None:
    """That a telephone brought something, and when, goes with the answers that it became."""
    for submission in Submission.objects.filter(filled__case=case):
        erase_with_owner(submission, erasing)


def leave_the_figures_of_services(case: Case, erasing: Erasure) -> None:
    """The accounts of a fund stay right when a file goes: each service as a figure."""
    charged = case.services.filter(voided_at=None, budget_line__isnull=False, value__gt=0)
    rows = charged.values_list("budget_line", "given_on", "value", "currency")
    AnonymousService.objects.bulk_create(
        AnonymousService(line_id=line, on=day, value=value or 0, currency=currency)
        for line, day, value, currency in rows
    )


def issues_of_case_go(case: Case, erasing: Erasure) -> None:
    """What was missing in a file goes with it."""
    DataIssue.objects.filter(file_ref=case.ref).delete()


def issues_of_person_go(person: Person, erasing: Erasure) -> None:
    DataIssue.objects.filter(record_ref=person.ref).delete()


before_erasure(Case, issues_of_case_go)
before_erasure(Person, issues_of_person_go)
before_erasure(Case, leave_the_figures_of_services)
before_erasure(Case, erase_help_requests)
before_erasure(Case, erase_submissions)
before_erasure(Person, erase_own_cases)
blocks_erasure(Person, lambda person: cases_of_person(person).exists())
blocks_erasure(Person, lambda person: LegalHold.objects.in_force().filter(person=person).exists())
blocks_erasure(Family, lambda family: family.cases.exists())
register_pending_records(Case)
register_pending_records(Person)

# What becomes of each when two files of one person are joined.
for along in (Case, Dependant, ReferredPerson, DataSubjectRequest, ServiceRecipient):
    show_with_kept_record(along)
for of_one in (LegalHold, DeletionRequest):
    keep_with_own_record(
        of_one, why=_("A file is held and deleted by itself, by two people who looked at it.")
    )
keep_with_own_record(ImportedRow, why=_("Where one file came from."))
