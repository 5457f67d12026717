"""What one wants to know of a service before going there: what helps, and what may hinder.

What nobody has answered yet is not told: neither as good nor as bad.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from amparo.foundation.directory.models import Location, Service
from amparo.ui import formats


class Fact(NamedTuple):
    words: str
    is_good: bool = True


def of(service: Service, *, today: bool = True) -> list[Fact]:
    """The few that decide whether to go, and how much room there is today."""
    room = _room(service) if today else ()
    return _good_first([*_told(service, _ANSWERS), *_who(service), *room])


def before_going(service: Service, *, today: bool = True) -> list[Fact]:
    """All of them, for the page of the service."""
    room = _room(service) if today else ()
    return _good_first([*_told(service, _ANSWERS | _MORE), *_who(service), *room])


def _good_first(facts: list[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: not fact.is_good)


def _told(service: Service, answers: dict) -> Iterator[Fact]:
    for name, (yes, no) in answers.items():
        answer = getattr(service, name)
        told = {True: yes, False: no}.get(answer)
        if told:
            yield told()


_ANSWERS = {
    "asks_for_papers": (
        lambda: Fact(_("They ask for papers"), False),
        lambda: Fact(_("They ask for no papers")),
    ),
    "needs_appointment": (lambda: Fact(_("Call before you go"), False), None),
    "is_free": (lambda: Fact(_("Free")), lambda: Fact(_("It costs money"), False)),
    "is_child_friendly": (lambda: Fact(_("With children")), None),
}
_MORE = {
    "welcomes_irregular": (
        lambda: Fact(_("Also for those without a permit to stay")),
        lambda: Fact(_("Only for those with a permit to stay"), False),
    ),
}


def _who(service: Service) -> Iterator[Fact]:
    if service.audience:
        told = {
            Service.Audience.WOMEN: _("Only for women and their children"),
            Service.Audience.MEN: _("Only for men"),
            Service.Audience.CHILDREN: _("Only for children and adolescents"),
            Service.Audience.FAMILIES: _("Only for families"),
            Service.Audience.LGBTIQ: _("Only for LGBTIQ+ people"),
        }
        yield Fact(told[Service.Audience(service.audience)], False)
    age = {"from": service.minimum_age, "to": service.maximum_age}
    if service.minimum_age and service.maximum_age:
        yield Fact(_("Only from %(from)s to %(to)s years of age") % age, False)
    elif service.minimum_age:
        yield Fact(_("Only from %(from)s years of age") % age, False)
    elif service.maximum_age:
        yield Fact(_("Only up to %(to)s years of age") % age, False)


def _room(service: Service) -> Iterator[Fact]:
    told = {
        Service.Room.FULL: Fact(_("Full today"), False),
        Service.Room.LITTLE: Fact(_("Little room today"), False),
        Service.Room.PLENTY: Fact(_("There is room today")),
    }
    if room := service.room_now():
        yield told[Service.Room(room)]


def tongues(service: Service) -> str:
    """The languages spoken there, and those that an interpreter speaks."""
    spoken = [formats.language_name(code) for code in service.languages]
    through = [
        _("%(language)s with an interpreter") % {"language": formats.language_name(code)}
        for code in service.interpreted
        if code not in service.languages
    ]
    told = formats.join_list([*spoken, *through])
    return told[:1].upper() + told[1:]


def ways_in(location: Location) -> list[str]:
    """What makes it possible to enter and to understand, for those who need it."""
    named = dict(Location.Accessibility.choices)
    return [str(named[code]) for code in location.accessibility if code in named]
