"""What stands together in a menu is told apart by its icon."""

import pytest

from .test_navigation import CAST

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", CAST)
def test_no_two_lines_of_a_group_have_one_icon(cast, client, who):
    client.force_login(getattr(cast, who))
    menu = client.get("/account/").context["menu"]
    for group in (*menu.groups, *menu.rest):
        icons = [entry.icon for entry in group.entries]
        assert sorted(set(icons)) == sorted(icons), group.label
