"""Neither the foundation nor the site nor the components name an app, record or route of a pillar.

An app of a pillar brings its own: it registers at the extension points of lower packages. Names
are found in code and in templates: imports, paths, routes (`dialogue:desk`) and permissions.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[1]
LOWER = ("amparo/foundation", "amparo/site", "amparo/ui")
KINDS = {".py", ".html", ".txt", ".typ", ".toml"}
# What is still to be moved, by file: each is a page of the site or of people that shows what a
# pillar knows. A file that names no pillar any more leaves this list.
LEFT = frozenset(
    (
        "amparo/foundation/fieldwork/sync/views.py",
        "amparo/foundation/people/templates/people/communities/show.html",
        "amparo/foundation/people/templates/people/families/member.html",
        "amparo/foundation/people/templates/people/families/show.html",
        "amparo/foundation/people/templates/people/persons/parts.html",
        "amparo/foundation/agreements/templates/agreements/agreement_detail.html",
        "amparo/foundation/standards/audit_events.py",
        "amparo/foundation/standards/models/self_assessments.py",
        "amparo/foundation/standards/permissions.py",
        "amparo/foundation/standards/step_guidance.py",
        "amparo/site/administration/forms.py",
        "amparo/site/administration/office_forms.py",
        "amparo/site/administration/views/offices.py",
        "amparo/site/search_form.py",
        "amparo/site/templates/site/accounts/account.html",
        "amparo/site/templates/site/administration/offices/show.html",
        "amparo/site/templates/site/new.html",
        "amparo/site/templates/site/overviews/data.html",
        "amparo/site/templates/site/person.html",
        "amparo/site/templates/site/search.html",
        "amparo/site/templates/site/search_people.html",
        "amparo/site/views/home.py",
        "amparo/site/views/link_portal.py",
        "amparo/site/views/overviews.py",
        "amparo/site/views/search.py",
    )
)


def pillar_names() -> re.Pattern[str]:
    labels = {
        each.label for each in apps.get_app_configs() if each.name.startswith("amparo.pillars.")
    }
    quoted = "|".join(sorted(labels))
    return re.compile(
        rf"\bamparo\.pillars\.\w[\w.]*|[\"'](?:{quoted})[:.](?!(?:py|csv)[\"'])[\w.:-]+[\"']"
    )


def named(folder: str) -> Iterator[tuple[str, str]]:
    """Each name of a pillar with its file, outside of tests and migrations."""
    pattern = pillar_names()
    for path in sorted((ROOT / folder).rglob("*")):
        if path.suffix in KINDS and not {"tests", "migrations"} & set(path.parts):
            for name in pattern.findall(path.read_text(encoding="utf-8")):
                yield str(path.relative_to(ROOT)), name


@pytest.mark.parametrize("folder", LOWER)
def test_no_word_of_a_pillar_lies_below_it(folder):
    assert [each for each in named(folder) if each[0] not in LEFT] == []


def test_what_is_still_to_be_moved_still_names_a_pillar():
    found = {path for folder in LOWER for path, _name in named(folder)}
    assert sorted(LEFT - found) == []


def test_a_name_of_a_pillar_would_be_found():
    pattern = pillar_names()
    assert pattern.search("from amparo.pillars.assistance.cases.models import Case")
    assert pattern.search('{% url "dialogue:desk" as desk %}')
    assert not pattern.search('reverse("directory:services")')
    assert not pattern.search('register_in="privacy.py"')
