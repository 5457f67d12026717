"""Of which fund notifications about a grant are, for those who may see the grant now."""

import re
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from amparo.foundation.core.extension_points import NoticeSubject
from amparo.foundation.core.models import Notification, User
from amparo.pillars.assistance.cases.notice_subjects import subjects_by_case_number

from .models import AssistanceGrant

_GRANT = re.compile(r"/grants/(?P<ref>[0-9a-f-]{36})/$")


def subjects_of_grants(user: User, notices: Sequence[Notification]) -> Mapping[int, NoticeSubject]:
    """Returns the person and the fund of notifications whose address is that of a grant."""
    refs = {each.pk: page["ref"] for each in notices if (page := _GRANT.search(each.url))}
    if not refs:
        return {}
    people = subjects_by_case_number(user, [each for each in notices if each.pk in refs])
    grants = AssistanceGrant.objects.accessible_to(user).filter(ref__in=set(refs.values()))
    funds = dict(grants.values_list("ref", "line__fund__code"))
    codes = {str(ref): code for ref, code in funds.items()}
    return {
        key: NoticeSubject(
            people[key].initials, people[key].code, _("fund %(code)s") % {"code": codes[ref]}
        )
        for key, ref in refs.items()
        if ref in codes and key in people
    }
