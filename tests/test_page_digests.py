"""A page is looked at again when, and only when, something that it is made of has changed."""

import json
import shutil

import pytest
from django.template import engines

from tests.support import page_digests
from tests.support.clocks import ZONE_VARIABLE
from tests.support.nightly import is_nightly
from tests.support.page_digests import ROOT, Passed, Sources
from tests.support.route_permissions import PAGES

LAYOUTS = {"ui/base.html": "web/src/styles/risk.css", "public/base.html": "web/src/public.css"}
PASSED = page_digests.read_passed()
AS_IT_IS = Sources()


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """All that pages are made of, in a folder where a test may change it."""
    root = tmp_path_factory.mktemp("copy")
    for path in (*AS_IT_IS.templates.values(), *AS_IT_IS.components):
        _copy(path, root)
    shutil.copytree(ROOT / "web" / "src", root / "web" / "src")
    for path in AS_IT_IS.build_scripts:
        _copy(path, root)
    return root


def _copy(path, root):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / path, root / path)


@pytest.fixture
def change(copy):
    """Changes a file of the copy for one test."""
    changed = []

    def change_file(path, edit):
        changed.append(path)
        before = (copy / path).read_bytes()
        (copy / path).write_bytes(edit(before))
        assert (copy / path).read_bytes() != before

    yield change_file
    for path in changed:
        _copy(path, copy)


def add_space(content):
    return content + b" "


def add_statement(content):
    return content + b"ANOTHER = 1\n"


def differing(root):
    """The pages whose digest in the copy is another than here."""
    now = Sources(root)
    return {
        route for route, page in PASSED.items()
        if now.compute_digest(page.templates) != AS_IT_IS.compute_digest(page.templates)
    }  # fmt: skip


def calling(words):
    """The pages with a template in which a tag or filter is called by these words."""
    paths = AS_IT_IS.templates.items()
    found = {name for name, path in paths if words in (ROOT / path).read_text()}
    return {route for route, page in PASSED.items() if page.templates & found}


def made_of(template):
    return {route for route, page in PASSED.items() if template in page.templates}


def test_no_route_is_gone():
    assert PASSED.keys() - set(PAGES) == set()


def test_the_file_is_as_the_command_writes_it(tmp_path, monkeypatch):
    committed = page_digests.PASSED_FILE.read_bytes()
    monkeypatch.setattr(page_digests, "PASSED_FILE", tmp_path / "again.json")
    page_digests.write_passed(PASSED)
    assert page_digests.PASSED_FILE.read_bytes() == committed


def test_a_copy_has_the_same_digests(copy):
    assert differing(copy) == set()


@pytest.mark.parametrize(
    "template",
    ["people/persons/parts.html", "ui/components/field_choices.html", "ui/print.html"],
)
def test_a_template_changes_the_pages_that_it_was_rendered_for(template, copy, change):
    change(AS_IT_IS.templates[template], add_space)
    assert differing(copy) == made_of(template)
    assert 0 < len(made_of(template)) < len(PASSED)


@pytest.mark.parametrize(("layout", "sheet"), LAYOUTS.items())
def test_a_style_sheet_changes_the_pages_whose_layout_loads_it(layout, sheet, copy, change):
    change(sheet, add_space)
    assert differing(copy) == made_of(layout)
    assert made_of(layout)


def test_a_script_changes_the_pages_that_load_it(copy, change):
    change("web/src/forms/localization.ts", add_space)
    assert differing(copy) == made_of("case_forms/screen.html")
    assert made_of("case_forms/screen.html")


def test_a_component_changes_the_pages_that_call_it(copy, change):
    change("amparo/foundation/core/templatetags/codes.py", add_statement)
    assert differing(copy) == calling("|coded")
    assert 0 < len(calling("|coded")) < len(PASSED)


def test_a_component_changes_the_pages_of_the_components_that_use_it(copy, change):
    """`timeline_item` is in `progress`, which draws with `icons`."""
    change("amparo/ui/tags/icons.py", add_statement)
    assert calling("{% timeline_item ")
    assert calling("{% timeline_item ") <= differing(copy)


def test_where_things_lie_and_what_addresses_are_called_changes_none(copy, change):
    def rename(content):
        text = content.decode().replace('"cases:case"', '"files:file"')
        return text.replace("{% load ", "{% load icons ").encode()

    change(AS_IT_IS.templates["cases/history.html"], rename)
    change("amparo/ui/tags/icons.py", lambda content: b"import json\n" + content)
    assert differing(copy) == set()


def test_a_package_of_the_pages_changes_all_and_one_that_only_builds_none(copy, change):
    def upgrade(name):
        def edit(content):
            lock = json.loads(content)
            lock["packages"][f"node_modules/{name}"]["integrity"] = "sha512-another"
            return json.dumps(lock).encode()

        return edit

    change(page_digests.LOCK, upgrade("typescript"))
    assert differing(copy) == set()
    change(page_digests.LOCK, upgrade("@tabler/core"))
    assert differing(copy) == made_of("ui/base.html") | made_of("public/base.html")


def test_a_package_that_one_script_imports_changes_the_pages_that_load_it(copy, change):
    def upgrade(content):
        lock = json.loads(content)
        lock["packages"]["node_modules/htmx.org"]["integrity"] = "sha512-another"
        return json.dumps(lock).encode()

    change(page_digests.LOCK, upgrade)
    assert differing(copy) == made_of("ui/base.html")


def test_ends_of_lines_are_no_change(copy, change):
    change(AS_IT_IS.templates["ui/base.html"], lambda text: text.replace(b"\n", b"\r\n"))
    assert differing(copy) == set()


def test_a_page_that_is_unknown_or_lost_a_template_is_looked_at():
    route, page = next(iter(PASSED.items()))
    lost = Passed(page.digest, page.templates | {"ui/gone.html"})
    assert page_digests.is_changed(None, AS_IT_IS)
    assert page_digests.is_changed(lost, AS_IT_IS)
    assert route in page_digests.choose_routes(PASSED, PASSED | {route: lost}, AS_IT_IS)


def test_only_a_page_that_passed_as_it_is_now_is_written(tmp_path, monkeypatch):
    kept, failed, stale = sorted(PASSED)[:3]
    before = {failed: Passed("of old", PASSED[failed].templates), "gone": PASSED[kept]}
    monkeypatch.setattr(page_digests, "LOOKS", tmp_path / "looks")
    monkeypatch.setattr(page_digests, "PASSED_FILE", tmp_path / "passed.json")
    page_digests.write_passed(before)
    page_digests.keep_looks({kept: PASSED[kept].templates, failed: frozenset()})
    line = json.dumps([stale, "of old", *PASSED[stale].templates])
    (tmp_path / "looks" / "later.jsonl").write_text(f"{line}\n")
    page_digests.main()
    written = page_digests.read_passed()
    assert written.keys() == {kept, failed}
    assert written[kept].digest == AS_IT_IS.compute_digest(PASSED[kept].templates)
    assert page_digests.is_changed(written[failed], AS_IT_IS)


def test_one_page_of_each_layout_is_always_looked_at():
    fresh = {
        route: Passed(AS_IT_IS.compute_digest(page.templates), page.templates)
        for route, page in PASSED.items()
    }
    chosen = page_digests.choose_routes(PASSED, fresh, AS_IT_IS)
    layouts = {route: AS_IT_IS.find_layout(page.templates) for route, page in fresh.items()}
    assert sorted(layouts[route] for route in chosen) == sorted(set(layouts.values()))


def test_every_component_is_known_by_its_tags():
    """A tag that is registered in another way would be in no digest."""
    loaded = engines["django"].engine.template_libraries
    for name, path in AS_IT_IS.libraries.items():
        offered = (AS_IT_IS.registered[each] for each in AS_IT_IS.components[path])
        assert {*loaded[name].tags, *loaded[name].filters} <= set().union(*offered)


def test_every_library_of_ours_is_among_the_components():
    modules = engines["django"].engine.libraries.values()
    ours = {f"{each.replace('.', '/')}.py" for each in modules if each.startswith("amparo.")}
    assert ours == set(AS_IT_IS.libraries.values())


@pytest.mark.parametrize(
    ("tier", "is_all"),
    [("nightly", True), ("nightly-browser", True), ("browser", False), ("", False)],
)
def test_the_nightly_run_looks_at_every_page(tier, is_all, monkeypatch):
    monkeypatch.setenv("AMPARO_TIER", tier)
    monkeypatch.delenv(ZONE_VARIABLE, raising=False)
    assert is_nightly() is is_all


def test_under_another_clock_a_night_is_of_the_size_of_a_day(monkeypatch):
    monkeypatch.setenv("AMPARO_TIER", "nightly-leap-day")
    monkeypatch.setenv(ZONE_VARIABLE, "America/La_Paz")
    assert not is_nightly()
