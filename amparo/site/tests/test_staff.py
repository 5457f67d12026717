"""The lists of colleagues and of teams tell the roles that are held now."""

import pytest

from amparo.foundation.core.models import AuditEntry, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrators(client, cast):
    client.force_login(cast.administrator)
    return client


def test_a_role_that_has_ended_is_not_told(administrators, cast):
    colleague, team = cast.colleague, cast.team
    assert f"<bdi>{team.name}</bdi>" in administrators.get("/staff/").content.decode()
    colleague.end_role(colleague.memberships_held[0], by=cast.administrator)
    page = administrators.get("/staff/").content.decode()
    assert colleague.name in page
    assert team.name not in page


def test_a_team_that_everybody_left_has_nobody_yet(administrators, cast):
    colleague, office = cast.colleague, cast.office
    page = f"/offices/{office.ref}/"
    assert colleague.name in administrators.get(page).content.decode()
    colleague.end_role(colleague.memberships_held[0], by=cast.administrator)
    after = administrators.get(page, headers={"accept-language": "en"}).content.decode()
    assert colleague.name not in after
    assert "Not assigned" in after


def test_an_account_is_made_with_its_line(administrators, cast):
    sent = {"name": "Ana Ríos", "email": "Ana@example.org", "language": "es"}
    answer = administrators.post("/staff/new/", sent)
    assert answer.status_code == 303
    line = AuditEntry.objects.get(event="user.invited")
    assert (line.by, line.record_ref) == (
        cast.administrator, User.objects.get(email="ana@example.org").ref,
    )  # fmt: skip
