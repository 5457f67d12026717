"""Erasure and subject access of observations, incidents and risk assessments."""

from django.utils.translation import gettext_lazy as _

from amparo.foundation.core.erasure import (
    Erasure,
    before_erasure,
    declare_personal_data,
    erase_with_owner,
)
from amparo.foundation.people.merged_records import show_with_kept_record
from amparo.foundation.people.models import Family, Person

from .models import (
    Incident,
    IncidentFinding,
    Observation,
    ObservationEnd,
    RiskAssessment,
    RiskReview,
    Victim,
)

OBSERVATION_FIELDS = (
    "observed_on",
    "level",
    "factor",
    "polarity",
    "severity",
    "threat",
    "evidence",
)
DECISION_FIELDS = ("decided_at", "proposed", "decided", "because")
INCIDENT_FIELDS = (
    "happened_on",
    "harm",
    "severity",
    "place",
    "where",
    "narrative",
    "verification",
)


def belong_to_case(file: type, ref: str = "ref") -> None:
    """Whatever names a case by its ref goes with it; the app that holds cases says so."""

    def within(model, path: str = "case_ref"):
        return lambda case: model._default_manager.filter(**{path: getattr(case, ref)})

    title = _("What was observed of your situation")
    declare_personal_data(
        file,
        Observation,
        within(Observation),
        title=title,
        disclosed_fields=OBSERVATION_FIELDS,
        needs_review=True,
    )
    declare_personal_data(
        file, ObservationEnd, within(ObservationEnd, "observation__case_ref"),
        title=_("No longer valid"),
        disclosed_fields=("at", "how", "because"), needs_review=True,
    )  # fmt: skip
    declare_personal_data(
        file, RiskAssessment, within(RiskAssessment), title=_("Decisions on risk level"),
        disclosed_fields=DECISION_FIELDS, needs_review=True,
    )  # fmt: skip
    declare_personal_data(
        file, RiskReview, within(RiskReview, "assessment__case_ref"),
        title=_("Review of the risk level"), disclosed_fields=("at", "band", "because"),
        needs_review=True,
    )  # fmt: skip
    declare_personal_data(
        file,
        Incident,
        within(Incident),
        title=_("Incident description"),
        disclosed_fields=INCIDENT_FIELDS,
        needs_review=True,
    )
    declare_personal_data(
        file, IncidentFinding, within(IncidentFinding, "incident__case_ref"),
        title=_("Findings"),
        disclosed_fields=("at", "verification", "because"), needs_review=True,
    )  # fmt: skip
    declare_personal_data(
        file, Victim, within(Victim, "incident__case_ref"),
        withheld=_("To whom else it happened: each may ask for their own file."),
    )  # fmt: skip


def outside_a_case(model, name: str, at: str = ""):
    """What lies in a case is told and erased with the case."""
    return lambda file: model._default_manager.filter(
        **{f"{at}{name}": file, f"{at}case_ref": None}
    )


for each in (Person, Family):
    name = each._meta.model_name or ""
    declare_personal_data(
        each, Observation, outside_a_case(Observation, name),
        title=_("Observations outside a case"), disclosed_fields=OBSERVATION_FIELDS,
        needs_review=True,
    )  # fmt: skip
    declare_personal_data(
        each, ObservationEnd, outside_a_case(ObservationEnd, name, "observation__"),
        title=_("No longer valid"), disclosed_fields=("at", "how", "because"),
        needs_review=True,
    )  # fmt: skip
    declare_personal_data(
        each, RiskAssessment, outside_a_case(RiskAssessment, name),
        title=_("Decisions on risk level"), disclosed_fields=DECISION_FIELDS,
        needs_review=True,
    )  # fmt: skip
    declare_personal_data(
        each, RiskReview, outside_a_case(RiskReview, name, "assessment__"),
        title=_("Review of the risk level"), disclosed_fields=("at", "band", "because"),
        needs_review=True,
    )  # fmt: skip
declare_personal_data(
    Person, Incident, lambda person: Incident.objects.filter(
        victims__person=person, case_ref=None
    ).distinct(),
    title=_("Incidents you reported"), disclosed_fields=INCIDENT_FIELDS, needs_review=True,
    shared=True,
)  # fmt: skip


for part, path in ((IncidentFinding, "incident"), (Victim, "incident")):
    declare_personal_data(
        Incident, part, path, withheld=_("Told with the file of those who were harmed.")
    )


def erase_own_incidents(person: Person, erasing: Erasure) -> None:
    """What was done to this person alone goes; where others were harmed too, it stays theirs."""
    incidents = Incident.objects.filter(victims__person=person, case_ref=None, community=None)
    for incident in incidents:
        if not incident.victims.exclude(person=person).exists():
            erase_with_owner(incident, erasing)


before_erasure(Person, erase_own_incidents)

# What becomes of each when two files of one person are joined.
for along in (Observation, Victim, RiskAssessment):
    show_with_kept_record(along)
