"""Who looks as a colleague sees what that colleague may see, behind the second wall too."""

import pytest
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.test import Client

from amparo.foundation.core.accounts.demo_accounts import DEMO_HOST
from amparo.foundation.core.models import User

pytestmark = pytest.mark.django_db


def look(viewer, colleague):
    client = Client()
    client.force_login(viewer)
    assert client.post(f"/look/{colleague.ref}/").status_code == 303
    return client


def test_a_supervisor_opens_the_case_of_a_caseworker(shared_data):
    client = look(shared_data.supervisor, shared_data.caseworker)
    assert client.get(f"/cases/{shared_data.case.ref}/").status_code == 200


def test_an_administrator_opens_it_where_all_people_are_made_up(shared_data, settings):
    settings.DEMO = True
    User.objects.update(email=Concat(Cast("pk", CharField()), Value(DEMO_HOST)))
    client = look(shared_data.administrator, shared_data.caseworker)
    assert client.get(f"/cases/{shared_data.case.ref}/").status_code == 200
