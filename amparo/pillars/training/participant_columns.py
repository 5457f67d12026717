"""By what facts of trainings are broken down that say who took part."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from amparo.foundation.core.measures import Column

from .models import Participant

UNSAID = "not_said"


def _sex_label(code: str) -> str:
    return str(Participant.Sex("" if code == UNSAID else code).label)


def _type_label(code: str) -> str:
    if code == UNSAID:
        return str(Participant.Sex.UNSAID.label)
    return str(Participant.InstitutionType(code).label)


WHO = (
    Column("participant_sex", pgettext_lazy("participant", "Sex"), get_label=_sex_label),
    Column("institution_type", gettext_lazy("Type of institution"), get_label=_type_label),
)
