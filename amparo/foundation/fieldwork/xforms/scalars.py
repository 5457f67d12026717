"""From what a rule finds to what it needs: one answer, as a number, as words, as yes or no."""

from collections.abc import Callable
from typing import Any

from .form import Run
from .nodes import Node
from .values import Scalar, to_boolean, to_number, to_text
from .world import World

Read = Callable[[World, Node], Any]


def as_scalar(run: Run) -> Callable[[World, Node], Scalar]:
    def read(world: World, node: Node) -> Scalar:
        value = run(world, node)
        if isinstance(value, list):
            return world.read(value[0]) if value else ""
        return value

    return read


def as_number(run: Run) -> Callable[[World, Node], float]:
    scalar = as_scalar(run)
    return lambda world, node: to_number(scalar(world, node))


def as_text(run: Run) -> Callable[[World, Node], str]:
    scalar = as_scalar(run)
    return lambda world, node: to_text(scalar(world, node))


def as_truth(run: Run) -> Callable[[World, Node], bool]:
    scalar = as_scalar(run)
    return lambda world, node: to_boolean(scalar(world, node))
