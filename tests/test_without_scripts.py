"""Where scripts do not run, or have not arrived yet, nothing is lost but comfort."""

from tests.test_journeys import look_at, walk, walkers

__all__ = ["walkers"]


def test_the_whole_road_is_open(walkers, case, rosa):
    caseworker, supervisor = walkers("es", java_script_enabled=False)
    look_at(walk(caseworker, supervisor, case, rosa))
