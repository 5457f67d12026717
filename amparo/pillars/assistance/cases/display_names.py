"""How a case is called: by the name of whom it is about, never in an address.

Discreet mode shortens what pages show; `full_name` is for what is printed, exported and sent.
"""

from django.utils.translation import gettext as _

from amparo.foundation.core import discreet_mode
from amparo.foundation.people.models import Person

from .models import Case


def display_name(case: Case) -> str:
    """The name of the person, family, community or institution on a page."""
    if case.person is not None:
        return case.person.shown_name
    if not case.family_id:
        return case.subject.name
    # A family of which the reader may know nobody is called by the number of its case.
    family = case.family
    name = family.name or (family.head.name if family.head else "") if family else ""
    called = discreet_mode.shown_text(name) if family else case.number
    return _("Family %(name)s") % {"name": called}


def full_name(case: Case) -> str:
    """As `display_name`, whole whoever looks on: for paper, files and devices."""
    with discreet_mode.discreet(on=False):
        return display_name(case)


def subject_initials(case: Case) -> str:
    if case.person is not None:
        return case.person.initials
    name = case.subject.name if case.subject else ""
    return "".join(part[0] for part in name.split()[:2]).upper()


def listed_name(case: Case) -> str:
    """The name in a list; of a restricted case the initials alone: somebody may look on."""
    return subject_initials(case) if case.is_restricted else display_name(case)


def listed_alone(case: Case) -> str:
    """As `listed_name`, with the number of a restricted case: where none stands beside it."""
    return (
        f"{subject_initials(case)} · {case.number}" if case.is_restricted else display_name(case)
    )


def listed_person(person: Person, case: Case) -> str:
    """As `listed_name`, of one of the people of a case."""
    return person.initials if case.is_restricted else person.shown_name


def contact_person(case: Case) -> Person | None:
    """Whom one would write to or call."""
    return case.main_person
