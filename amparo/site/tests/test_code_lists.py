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
    line = page.partition(">Pillars<")[2].partition("</li>")[0]
    assert ">pillar<" in line
    assert f"{count} entries" in line


@pytest.mark.parametrize("sought", ["pillars", "pillar", "advocacy"])
def test_a_list_is_found_by_its_title_its_name_or_an_entry(admin, sought):
    assert ">Pillars<" in admin.get(URL, {"q": sought}).content.decode()


def test_what_stands_in_no_list_finds_none(admin):
    assert "No list found" in admin.get(URL, {"q": "zzzz"}).content.decode()
