"""Whom notifications that lead to the page of a person are about, for those who may see them."""

import re
from collections.abc import Mapping, Sequence

from amparo.foundation.core.extension_points import NoticeSubject
from amparo.foundation.core.models import Notification, User

from .models import Person

_PAGE = re.compile(r"/people/(?P<ref>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")


def subjects_by_person(user: User, notices: Sequence[Notification]) -> Mapping[int, NoticeSubject]:
    """Returns the initials of notifications whose address is the page of a person."""
    refs = {each.pk: page["ref"] for each in notices if (page := _PAGE.match(each.url))}
    if not refs:
        return {}
    people = Person.objects.accessible_to(user).filter(ref__in=set(refs.values()))
    found = {str(person.ref): person.initials for person in people}
    return {key: NoticeSubject(found[ref]) for key, ref in refs.items() if ref in found}
