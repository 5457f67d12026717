"""Block tags: a tag with an end, and named places inside it."""

from collections.abc import Callable

from django.template import Node, NodeList
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import mark_safe

from . import register

Build = Callable[..., str]


class Block(Node):
    """What stands between a tag and its end, handed to the function that builds the component."""

    child_nodelists = ("content",)

    def __init__(self, build: Build, args: list[FilterExpression], kwargs: dict, places: dict):
        self.build = build
        self.args = args
        self.kwargs = kwargs
        self.places: dict[str, NodeList] = places
        self.content = NodeList([node for nodes in places.values() for node in nodes])

    def render(self, context: Context) -> str:
        args = [arg.resolve(context) for arg in self.args]
        kwargs = {name: value.resolve(context) for name, value in self.kwargs.items()}
        filled = {
            name: mark_safe(nodes.render(context).strip())  # noqa: S308 - templates escape
            for name, nodes in self.places.items()
        }
        return self.build(context, *args, **kwargs, **filled)


def block(name: str, *places: str) -> Callable[[Build], Build]:
    """Register `{% name … %}…{% place %}…{% endname %}`; each place may be left out.

    The function gets the context, the arguments, and `content` and each place as safe text.
    """

    def register_block(build: Build) -> Build:
        def compile_block(parser: Parser, token: Token) -> Block:
            args, kwargs = _arguments(parser, token)
            return Block(build, args, kwargs, _places(parser, name, places))

        register.tag(name, compile_block)
        return build

    return register_block


def _arguments(parser: Parser, token: Token) -> tuple[list[FilterExpression], dict]:
    args: list[FilterExpression] = []
    kwargs: dict[str, FilterExpression] = {}
    for bit in token.split_contents()[1:]:
        named = token_kwargs([bit], parser)
        kwargs.update(named)
        if not named:
            args.append(parser.compile_filter(bit))
    return args, kwargs


def _places(parser: Parser, name: str, places: tuple[str, ...]) -> dict[str, NodeList]:
    end, found, here = f"end{name}", {}, "content"
    while here != end:
        found[here] = parser.parse((*places, end))
        here = parser.next_token().contents
    return found
