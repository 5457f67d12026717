"""Parser of expressions (a subset of XPath): tokens, and a tree that can be checked before use."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .validation import UnfitRule

# Tokens, as XPath 1.0 defines them

LONGEST_RULE = 20_000
_WORD = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<mark>::|//|\.\.|<=|>=|!=|[/\[\]().,@|+\-=<>*$])
    | (?P<name>[^\W\d][\w.\-]*(?::(?:[^\W\d][\w.\-]*|\*))?)
    )""",
    re.VERBOSE,
)
_OPERATORS = {"and", "or", "div", "mod", "*", "|", "+", "-", "=", "!=", "<", "<=", ">", ">="}
_NOT_BEFORE_AN_OPERATOR = _OPERATORS | {"@", "::", "(", "[", ",", "/", "//"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its sort (number, text, name, operator, mark, end) and how it is written."""

    sort: str
    word: str


END = Token("end", "")


def tokens(rule: str) -> list[Token]:
    """Every word of a rule; a rule that is too long or holds a strange sign is refused."""
    if len(rule) > LONGEST_RULE:
        raise UnfitRule("rule-too-long")
    found: list[Token] = []
    at, end = 0, len(rule.rstrip())
    while at < end:
        match = _WORD.match(rule, at)
        if not match:
            raise UnfitRule("strange-sign")
        at = match.end()
        found.append(_token(match.lastgroup or "", match[match.lastgroup or 0], found))
    return [*found, END]


def _token(sort: str, word: str, before: list[Token]) -> Token:
    if sort == "text":
        return Token("text", word[1:-1])
    if word in _OPERATORS and _may_be_operator(word, before):
        return Token("operator", word)
    return Token(sort, word)


def _may_be_operator(word: str, before: list[Token]) -> bool:
    """`*` and `and` are names where a name is due, and operators after something complete."""
    if not (word == "*" or word.isalpha()):
        return True
    if not before:
        return False
    last = before[-1]
    return last.sort in ("number", "text", "name") or (
        last.sort == "mark" and last.word not in _NOT_BEFORE_AN_OPERATOR
    )


DEEPEST = 80
_BINDS = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(("=", "!="), 3),
    **dict.fromkeys(("<", "<=", ">", ">="), 4),
    **dict.fromkeys(("+", "-"), 5),
    **dict.fromkeys(("*", "div", "mod"), 6),
    "|": 8,
}
_NEGATION = 7
_AXES = ("child", "parent", "self", "attribute", "descendant", "descendant-or-self")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """Words between quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function and what it is given."""

    name: str
    args: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two or more parts joined by one sign; only `and` and `or` join more than two."""

    sign: str
    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Negative:
    """The opposite of a number."""

    part: "Tree"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: where to look, for what name, and which of those found."""

    axis: str
    name: str
    filters: tuple["Tree", ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A way to some answers: from the top (`start` "/"), from here ("."), or from a result."""

    start: "str | Tree"
    steps: tuple[Step, ...]
    filters: tuple["Tree", ...] = ()  # on the start, where it is a result


Tree = Number | Text | Call | Binary | Negative | Path


@lru_cache(maxsize=4096)
def parse(rule: str) -> Tree:
    """The tree of a rule; one that cannot be read is refused, in words for its author."""
    reader = _Reader(tokens(rule))
    tree = reader.expression(0)
    reader.finish()
    return tree


class _Reader:
    def __init__(self, words: list[Token]):
        self._words, self._at, self._depth = words, 0, 0

    @property
    def _next(self) -> Token:
        return self._words[self._at]

    def _take(self) -> Token:
        token = self._words[self._at]
        if token.sort == "end":
            raise UnfitRule("unfinished-rule")
        self._at += 1
        return token

    def _sees(self, mark: str) -> bool:
        return self._next.sort == "mark" and self._next.word == mark

    def _takes(self, mark: str) -> bool:
        if self._sees(mark):
            self._at += 1
            return True
        return False

    def _expect(self, mark: str) -> None:
        if not self._takes(mark):
            raise UnfitRule("unfinished-rule")

    def finish(self) -> None:
        if self._next.sort != "end":
            raise UnfitRule("unfinished-rule")

    def expression(self, least: int) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise UnfitRule("rule-too-deep")
        left = self._negated()
        while self._next.sort == "operator" and _BINDS[self._next.word] > least:
            sign = self._take().word
            left = _joined(sign, left, self.expression(_BINDS[sign]))
        self._depth -= 1
        return left

    def _negated(self) -> Tree:
        if self._next == Token("operator", "-"):
            self._take()
            return Negative(self.expression(_NEGATION - 1))
        return self._path()

    def _path(self) -> Tree:
        if self._sees("/") or self._sees("//"):
            return self._from_the_top()
        if self._starts_a_step():
            return Path(".", self._steps([self._step()]))
        start = self._primary()
        filters = self._filters()
        if self._sees("/") or self._sees("//"):
            return Path(start, self._steps([]), filters)
        return Path(start, (), filters) if filters else start

    def _from_the_top(self) -> Tree:
        if self._sees("//"):
            return Path("/", self._steps([]))
        self._take()
        if not self._starts_a_step():
            return Path("/", ())
        return Path("/", self._steps([self._step()]))

    def _starts_a_step(self) -> bool:
        token = self._next
        if token.sort == "name" or token.word == "*":
            return not self._is_call()
        return token.sort == "mark" and token.word in (".", "..", "@")

    def _is_call(self) -> bool:
        after = self._words[self._at + 1]
        return after == Token("mark", "(") and self._next.word not in ("node", "text")

    def _steps(self, steps: list[Step]) -> tuple[Step, ...]:
        while True:
            if self._takes("//"):
                steps.append(Step("descendant-or-self", "*"))
            elif not self._takes("/"):
                return tuple(steps)
            steps.append(self._step())

    def _step(self) -> Step:
        if self._takes("."):
            return Step("self", "*", self._filters())
        if self._takes(".."):
            return Step("parent", "*", self._filters())
        axis = "attribute" if self._takes("@") else "child"
        token = self._take()
        if self._takes("::"):
            axis, token = token.word, self._take()
        if axis not in _AXES:
            raise UnfitRule("unknown-axis", name=axis)
        if token.sort != "name" and token.word != "*":
            raise UnfitRule("unfinished-rule")
        if token.word == "node" and self._takes("("):
            self._expect(")")
            return Step(axis, "*", self._filters())
        return Step(axis, token.word.rpartition(":")[2], self._filters())

    def _filters(self) -> tuple[Tree, ...]:
        filters = []
        while self._takes("["):
            filters.append(self.expression(0))
            self._expect("]")
        return tuple(filters)

    def _primary(self) -> Tree:
        token = self._take()
        if token.sort == "number":
            return Number(float(token.word))
        if token.sort == "text":
            return Text(token.word)
        if token.sort == "name":
            self._expect("(")
            return Call(token.word, self._arguments())
        if token == Token("mark", "("):
            inner = self.expression(0)
            self._expect(")")
            return inner
        raise UnfitRule("unfinished-rule")

    def _arguments(self) -> tuple[Tree, ...]:
        if self._takes(")"):
            return ()
        arguments = [self.expression(0)]
        while self._takes(","):
            arguments.append(self.expression(0))
        self._expect(")")
        return tuple(arguments)


def _joined(sign: str, left: Tree, right: Tree) -> Tree:
    """Long chains of `or` stay flat, so that a list of fifty reasons is not fifty rooms deep."""
    if sign in ("and", "or") and isinstance(left, Binary) and left.sign == sign:
        return Binary(sign, (*left.parts, right))
    return Binary(sign, (left, right))
