"""Every declared action says what it does, asks for a verb that exists, and has its page."""

from pathlib import Path

import pytest
from django.template.loader import get_template
from django.urls import get_resolver

from amparo.foundation.core.extension_points import permission_rules
from amparo.ui.action_views import TEMPLATE, ActionView
from tests.support.route_permissions import ROUTE_PERMISSIONS

AMPARO = Path(__file__).parent.parent / "amparo"
WAY_BACK = '{% translate "Leave without saving" %}'
# Pages with a form that is more than one panel; their way back is worded alike.
OTHER_PAGES = {
    "cases/lists/bulk.html", "directory/service_details.html",
    "directory/service_hours.html", "message_bank/wordings_form.html", "people/merges/new.html",
}  # fmt: skip


def actions():
    get_resolver().url_patterns  # noqa: B018 - the views declare their actions
    return ActionView.instances


def says(action, name: str) -> bool:
    """Whether it says this itself, or a function says it of the record."""
    getter = f"get_{name}"
    if getattr(action, name, "") or getter in vars(action):
        return True
    return getattr(type(action), getter, None) is not getattr(ActionView, getter, None)


def action_routes(resolver=None, before=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            space = f"{before}{pattern.namespace}:" if pattern.namespace else before
            yield from action_routes(pattern, space)
        elif issubclass(getattr(pattern.callback, "view_class", object), ActionView):
            yield f"{before}{pattern.name}"


def test_many_actions_are_declared():
    assert len(actions()) > 150


def test_each_has_a_title_and_says_what_was_done():
    missing = [
        (type(action).__name__, action.title)
        for action in actions()
        if not says(action, "title") or not says(action, "success_message")
    ]
    assert missing == []


def test_each_has_a_button():
    missing = [
        action.title
        for action in actions()
        if not action.submit_label
        and not (
            action.body_template
            and "<button" in get_template(action.body_template).template.source
        )
    ]
    assert missing == []


def test_each_can_be_done():
    """Its own `perform`, not the one that only says that there must be one."""
    idle = [
        action.title
        for action in actions()
        if "perform" not in vars(action) and type(action).perform is ActionView.perform
    ]
    assert idle == []


def test_the_verb_of_each_is_a_rule_of_its_records():
    unknown = []
    for action in actions():
        records = getattr(action, "queryset", None)
        if records is None:
            continue
        model = getattr(records, "model", records)
        if action.permission not in permission_rules[model]:
            unknown.append((str(action.title), model.__name__, action.permission))
    assert unknown == []


def test_the_permission_table_knows_each_as_a_form():
    """Looked at and sent, or sent alone where the page of another step leads there."""
    routes = set(action_routes())
    assert len(routes) > 130
    assert routes - set(ROUTE_PERMISSIONS) == set()
    refused = {name for name in routes if ROUTE_PERMISSIONS[name].post == 405}
    assert refused == set()


@pytest.mark.parametrize("name", ["fields_template", "body_template", "above_template"])
def test_the_templates_of_each_exist(name):
    for path in {getattr(action, name) for action in actions()} - {""}:
        get_template(path)


def test_the_way_back_is_written_once():
    found = {
        path.as_posix().partition("/templates/")[2]
        for path in AMPARO.rglob("templates/**/*.html")
        if WAY_BACK in path.read_text()
    }
    assert found == {TEMPLATE, *OTHER_PAGES}
