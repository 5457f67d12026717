"""Somebody met where there is no network: registered by the same road, at the first sync."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import Field

from amparo.foundation.core.code_lists import codes
from amparo.foundation.core.models import Team
from amparo.foundation.core.refusals import Refusal
from amparo.foundation.fieldwork.sync.command_fields import (
    ChoiceCode,
    Code,
    CommandFields,
    FieldLabel,
    ListCode,
    LongText,
    ShortText,
    format_list,
)
from amparo.foundation.fieldwork.sync.commands import (
    CommandContext,
    CommandResult,
    InvalidCommand,
    NotPermitted,
    offline_command,
)
from amparo.foundation.people.consent_givers import child_alone
from amparo.foundation.people.forms import ConsentForm
from amparo.foundation.people.forms.consents import CONSENT_LASTS
from amparo.foundation.people.forms.fields import is_minor
from amparo.foundation.people.models import (
    Consent,
    ConsentException,
    ConsentGiven,
    ExceptionAsked,
    Person,
)
from amparo.foundation.people.offline import PersonFields
from amparo.pillars.assistance.assessment.models import Assessment
from amparo.pillars.assistance.assessment.models.assessments import Level, TimeHorizon
from amparo.pillars.assistance.cases.models import Case
from amparo.pillars.assistance.intake.first_contact import RegistrationData, register_first_contact
from amparo.pillars.assistance.intake.registration_wizard import receiving_teams


class ConsentPayload(CommandFields):
    how: Annotated[Code, ListCode("consent_method", gettext_lazy("Mode of answer"))] = ""
    language: ShortText = ""
    purposes: Annotated[list[ShortText], Field(max_length=40)] = []
    explained: Annotated[list[ShortText], Field(max_length=40)] = []
    given_by: Annotated[Code, ChoiceCode(Consent.Giver, gettext_lazy("Consent given by"))] = "self"
    giver_name: ShortText = ""
    relationship: Annotated[
        Code, ChoiceCode(Consent.Relationship, gettext_lazy("What they are to the child"))
    ] = ""
    document: ShortText = ""
    document_issuer: ShortText = ""
    document_on: date | None = None
    # Nobody can consent now, and life or safety is in danger: a second person reviews it.
    exception: LongText = ""


class NeedPayload(CommandFields):
    service_type: Annotated[Code, ListCode("service_type", gettext_lazy("Need"), must=True)]
    level: Annotated[Code, ChoiceCode(Level, pgettext_lazy("need, reintegration", "Level"))] = (
        "individual"
    )
    horizon: Annotated[Code, ChoiceCode(TimeHorizon, gettext_lazy("Due date"))] = "immediate"
    text: LongText = ""


def _named(person: dict[str, Any]) -> str:
    return " ".join(filter(None, (person.get("given_names"), person.get("family_names"))))


class OpenedCase(CommandFields):
    person: Annotated[PersonFields, FieldLabel(pgettext_lazy("help", "Identity"), _named)]
    consent: Annotated[
        ConsentPayload,
        FieldLabel(gettext_lazy("Consents given"), lambda told: format_list(_purposes(told))),
    ]
    kind: Annotated[Code, ListCode("case_kind", pgettext_lazy("field", "Subject"))] = "general"
    channel: Annotated[
        Code, ListCode("identification_source", gettext_lazy("How the person reached us"))
    ] = ""
    presenting_concern: Annotated[
        LongText, FieldLabel(gettext_lazy("Needs in the person’s words"))
    ] = ""
    needs: Annotated[
        list[NeedPayload],
        Field(max_length=40),
        FieldLabel(gettext_lazy("Needs"), lambda told: format_list(_lacks(told))),
    ] = []


@offline_command(
    "case.open", label=pgettext_lazy("field", "Person registered"), fields=OpenedCase, urgent=True
)
def register_command(asked: CommandContext) -> CommandResult:
    """All of it or nothing; the case has its number from now on."""
    if asked.entry.ref is None:
        raise InvalidCommand(_("The case has no ref."))
    team = _receiving(asked)
    told: OpenedCase = asked.fields
    if _is_here(asked.entry.ref, told.person.ref):
        raise Refusal(_("They were registered already."))
    person = told.person.model_dump()
    _must_be_named(person)
    exception = _exception(told)
    consent = None if exception else _consent(told, person, asked)
    kind = told.kind or "general"
    since = asked.at.astimezone(team.office.zone).date()
    term = codes.find("case_kind", kind)
    case = {
        "ref": asked.entry.ref, "kind": kind, "channel": told.channel,
        "presenting_concern": told.presenting_concern, "identified_on": since,
        "confidentiality": (term.extra.get("group", "") if term else "") or "ordinary",
    }  # fmt: skip
    known, opened = register_first_contact(
        RegistrationData(person=person, consent=consent, exception=exception, case=case),
        by=asked.by,
        team=team,
    )
    if opened is None:
        raise Refusal(_("Their case could not be opened."))
    if told.needs:
        needs = [each.model_dump() for each in told.needs]
        Assessment.make(opened, by=asked.by, needs=needs)
    return CommandResult(
        {"case": str(opened.ref), "person": str(known.ref), "number": opened.number}
    )


def _receiving(asked: CommandContext) -> Team:
    """The team for which they receive people: one of the telephone's own office first."""
    teams = receiving_teams(asked.by) if "case.open" in asked.by.permissions else []
    here = [team for team in teams if team.office_id == asked.device.office_id]
    if not teams:
        raise NotPermitted
    return (here or teams)[0]


def _is_here(case: UUID, person: UUID) -> bool:
    return Case.objects.filter(ref=case).exists() or Person.objects.filter(ref=person).exists()


def _must_be_named(person: dict[str, Any]) -> None:
    if not any(person[name] for name in ("given_names", "family_names", "original_name")):
        raise Refusal(_("Write a name, or a word by which you will both know them."))


def _exception(told: OpenedCase) -> ExceptionAsked | None:
    """Only danger to life or safety opens a case before the second person has looked."""
    reason = told.consent.exception.strip()
    return ExceptionAsked(basis=ConsentException.Basis.VITAL, reason=reason) if reason else None


def _consent(told: OpenedCase, person: dict[str, Any], asked: CommandContext) -> ConsentGiven:
    """Judged as the page judges it: explained first, and for a child by who answers for it."""
    said, on = told.consent, asked.at.astimezone(asked.device.office.zone).date()
    if said.given_by == "self" and is_minor(person, False):
        raise Refusal(child_alone())
    form = ConsentForm(
        {
            "language": said.language, "method": said.how, "explained": said.explained,
            "given_by": said.given_by, "consenting_person": said.giver_name,
            "relationship": said.relationship, "document": said.document,
            "document_issuer": said.document_issuer, "document_on": said.document_on,
            "given_on": on.isoformat(), "expires_on": (on + CONSENT_LASTS).isoformat(),
            **{f"agrees_{purpose}": "yes" for purpose in said.purposes},
        }
    )  # fmt: skip
    if not form.is_valid():
        raise Refusal(" ".join(str(each) for found in form.errors.values() for each in found))
    # A device sends no file with it: the document is listed as missing until somebody attaches it.
    return replace(form.given, document_follows=True)


def _purposes(told: dict[str, Any]) -> list[str]:
    return [codes.label("consent_scope", each) for each in told.get("purposes", [])]


def _lacks(told: list[dict[str, Any]]) -> list[str]:
    return [codes.label("service_type", each.get("service_type", "")) for each in told]
