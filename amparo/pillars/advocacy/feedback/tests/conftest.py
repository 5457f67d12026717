"""Those who receive complaints: a supervisor, two with access to sensitive ones."""

import pytest

from amparo.foundation.core import receipt_codes
from amparo.foundation.core.models import Office, RestrictedGroupAccess, Team
from amparo.pillars.advocacy.feedback.models import Complaint


@pytest.fixture
def head_office(cast, office):
    """Where the office answers to."""
    head = Office.objects.create(
        organization=cast.organization, name="Regional", country="BO", time_zone="America/La_Paz"
    )
    office.parent = head
    office.save()
    return head


@pytest.fixture
def mobile_team(office):
    return Team.objects.create(office=office, name="Mobile")


@pytest.fixture
def sensitive_complaint_staff(cast, office, mobile_team):
    """A caseworker of another team, with access to sensitive complaints."""
    user = cast._user("trusted", "Noor Sabbagh", "caseworker", team=mobile_team)
    RestrictedGroupAccess.give(to=user, group="misconduct", office=office, by=None)
    return user


@pytest.fixture
def head_office_user(cast, head_office):
    """Somebody of the office above, with the same access there."""
    user = cast._user("above", "Ingrid Holm", "supervisor", office=head_office)
    RestrictedGroupAccess.give(to=user, group="misconduct", office=head_office, by=None)
    return user


@pytest.fixture
def send_complaint(office):
    """Take a complaint in, as the public page does; its code is kept beside it."""

    def send_complaint(
        kind="complaint_service", text="They sent me away twice.", *, by=None, **told
    ):
        code = receipt_codes.new_code()
        told = {"office": office, "language": "es"} | told
        complaint = Complaint.receive(code, by=by, kind=kind, text=text, **told)
        complaint.code = code
        return complaint

    return send_complaint


@pytest.fixture
def who():
    """Those who find a complaint among theirs."""
    from amparo.foundation.core.models import User

    def who(complaint):
        return {
            user
            for user in User.objects.all()
            if Complaint.objects.accessible_to(user).filter(pk=complaint.pk).exists()
        }

    return who
