"""The words of a form's rules, cut apart one by one, as XPath 1.0 asks."""

import re
from dataclasses import dataclass

from .problems import UnfitRule

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
