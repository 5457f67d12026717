"""Reference lists: each by its title and the number of its entries, found by name or entry."""

import pytest
from django.core.management import call_command

from amparo.foundation.core.models import CodeListEntry

pytestmark = pytest.mark.django_db
URL = "/lists/"


@pytest.fixture
def admin(client, administrator):
    call_command("load_codes")
    administrator.language = "en"
    administrator.save()
    client.force_login(administrator)
    return client


def test_each_stands_with_its_title_and_its_entries(admin):
    page = admin.get(URL).content.decode()
    count = CodeListEntry.objects.filter(list="pillar").count()
    line = page.partition(">Pillars</bdi>")[2].partition("</li>")[0]
    assert ">pillar<" in line
    assert f"{count} entries" in line


def test_a_list_is_chosen_by_its_title(admin):
    page = admin.get(URL, {"list": "pillar"}).content.decode()
    assert '<option value="pillar" selected>Pillars</option>' in page
    assert page.count('class="task task-slim"') == 1


def test_a_list_that_is_none_shows_them_all(admin):
    everything = admin.get(URL).content.decode().count('class="task task-slim"')
    page = admin.get(URL, {"list": "zzzz"}).content.decode()
    assert page.count('class="task task-slim"') == everything > 1
