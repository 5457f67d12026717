"""What apps of pillars bring to tests of the whole product, in their `tests/__init__.py`.

`ROUTES` says who may open each of their routes, as `route_permissions` does;
`add_sample_data(world)` adds one record of each kind, after all others.
"""

from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule


def own_tests() -> list[ModuleType]:
    """The test packages of apps of pillars, in the order of the apps."""
    return [
        import_module(f"{each.name}.tests")
        for each in apps.get_app_configs()
        if each.name.startswith("amparo.pillars.") and module_has_submodule(each.module, "tests")
    ]
