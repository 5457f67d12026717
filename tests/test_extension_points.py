"""What apps add to each other is typed, documented, and closed once all apps are ready."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from amparo.foundation.core.registry import (
    ExtensionList,
    ExtensionPoint,
    ExtensionSignal,
    Registry,
)
from amparo.foundation.core.registry_listing import (
    close_extension_points,
    describe_arguments,
    extension_points,
    registered_names,
)
from tests.support.module_state import changed_containers

POINTS = [point for _config, point in extension_points()]
NAMES = [f"{config.label}.{point.name}" for config, point in extension_points()]
ROOT = Path(__file__).parents[1]
MODULE = "extension_points"
# Containers of modules that are changed from elsewhere, and why no extension point is declared.
CACHE = "a cache, filled and emptied by its own module"
UNDECLARED = {
    "amparo.foundation.core.permissions.rls.parts.owner_paths": "filled beside `personal_data`",
    "amparo.foundation.core.encryption.values._numbers": CACHE,
    "amparo.foundation.core.encryption.values._recent": CACHE,
    "amparo.foundation.core.encryption.values._ring_is_ours": CACHE,
    "amparo.foundation.fieldwork.models.forms._opened": CACHE,
    "amparo_xforms.functions.registry.FUNCTIONS": "private to the engine",
    "amparo.site.environment.AMPARO_FAULTS": "filled while the settings are read, before any app",
    "amparo.ops.upgrade.lock._held": "locks of this process",
    "amparo.site.startup_checks._held": "locks of this process",
}


@pytest.fixture
def letters():
    return ExtensionList("letters", "Letters.", register_in="letters.py", takes=str)


@pytest.fixture
def numbers():
    return Registry("numbers", "Numbers by name.", register_in="numbers.py", takes=int)


@pytest.fixture
def arrived():
    return ExtensionSignal("arrived", "Somebody arrived.", person="Person", by="User")


def listen(sender, **told):
    """A receiver."""


# Every point of the product


def test_there_are_as_many_as_one_finds():
    assert len(POINTS) > 40
    assert len(set(NAMES)) == len(NAMES)


def test_each_is_called_as_its_variable():
    for config in {config.name: config for config, _point in extension_points()}.values():
        declared = vars(import_module(f"{config.name}.extension_points"))
        for name, point in declared.items():
            assert not isinstance(point, ExtensionPoint) or point.name == name, config.name


def test_each_says_what_it_is_for_and_how_one_registers():
    for point in POINTS:
        assert point.purpose.partition("\n")[0].endswith("."), f"{point.name}: a sentence."
        assert point.register_in, point.name
        assert describe_arguments(point) not in ("register(None)", "sends "), point.name
        assert len(registered_names(point)) == len(point.content), point.name


def register_late(point: ExtensionPoint) -> None:
    if isinstance(point, ExtensionSignal):
        point.connect(listen)
    elif isinstance(point, Registry):
        point.register("late", None)
    else:
        point.register(None)


def test_each_is_closed_while_requests_are_served():
    for point in POINTS:
        with pytest.raises(ImproperlyConfigured, match=f"{point.name} is closed"):
            register_late(point)


def test_no_container_is_changed_that_is_not_declared():
    changed = changed_containers()
    undeclared = changed - UNDECLARED.keys()
    assert undeclared == set(), "Declare it in `extension_points.py` of its package."
    assert UNDECLARED.keys() - changed == set(), "Is declared or gone: take it from the list."


def test_whoever_registers_can_import_it():
    declared = [*(ROOT / "amparo").rglob("extension_points.py")]
    declared += (ROOT / "amparo").rglob("extension_points/*.py")
    for path in declared:
        body = ast.parse(path.read_text(encoding="utf-8")).body
        at_once = [node for node in body if isinstance(node, ast.ImportFrom)]
        ours = {node.module for node in at_once if node.level or node.module.startswith("amparo")}
        beside = {each.stem for each in path.parent.glob("*.py")} if path.stem != MODULE else set()
        assert ours <= {"registry", "amparo.foundation.core.registry"} | beside, path


# What points do


def test_what_is_registered_is_found_in_its_order(letters, numbers):
    assert letters.register("b") == "b"
    letters.register("a")
    assert list(letters) == ["b", "a"]
    assert numbers.register("two", 2) == 2
    assert (numbers["two"], numbers.get("three"), "two" in numbers) == (2, None, True)
    assert dict(numbers) == {"two": 2}


def test_a_function_is_registered_by_a_decorator(letters):
    @letters.register
    def letter():
        return "a"

    assert [each() for each in letters] == ["a"]


def test_the_same_one_twice_is_refused(letters, numbers):
    letters.register("a")
    numbers.register("two", 2)
    with pytest.raises(ImproperlyConfigured, match=r"letters: registered twice: 'a'"):
        letters.register("a")
    with pytest.raises(ImproperlyConfigured, match=r"numbers: 'two' is registered twice: 2 and 3"):
        numbers.register("two", 3)
    assert (list(letters), dict(numbers)) == (["a"], {"two": 2})


def test_a_closed_one_says_where_to_register(letters):
    letters.close()
    with pytest.raises(ImproperlyConfigured, match=r"Register in letters\.py of your app"):
        letters.register("a")
    assert list(letters) == []


def test_a_test_adds_something_for_its_time(letters, numbers, arrived):
    letters.register("a")
    for point in (letters, numbers, arrived):
        point.close()
    with letters.temporarily(), numbers.temporarily(), arrived.temporarily():
        letters.register("b")
        numbers.register("two", 2)
        arrived.connect(listen)
        assert (len(letters), len(numbers), registered_names(arrived)) == (
            2,
            1,
            [f"{__name__}.listen"],
        )
    assert (list(letters), dict(numbers), registered_names(arrived)) == (["a"], {}, [])
    with pytest.raises(ImproperlyConfigured):
        letters.register("b")


def test_a_signal_is_sent_with_the_arguments_that_it_declares(arrived):
    heard = []

    def hear(sender, **told):
        heard.append(told["person"])

    arrived.connect(hear)
    arrived.send(None, person="Rosa", by=None)
    with pytest.raises(TypeError, match="arrived is sent with: person, by"):
        arrived.send(None, person="Rosa")
    assert heard == ["Rosa"]


def test_closing_again_changes_nothing():
    close_extension_points()
    assert all(point.is_closed for point in POINTS)
