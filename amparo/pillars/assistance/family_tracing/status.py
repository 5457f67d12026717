"""How a search stands, and what has to be found out next: rules without a database.

The states are those of Primero's family tracing (open, in progress, verified, reunified, closed).
That nobody is matched whose consent to tracing is missing follows the same source; that a child's
match takes consent and verification on both sides is a rule of this house that nobody can lift.
"""

from typing import NamedTuple

OPEN, IN_PROGRESS, VERIFIED, REUNIFIED, CLOSED = (
    "open", "in_progress", "verified", "reunified", "closed",
)  # fmt: skip
# What somebody said of it last: a yes, a no, or nothing that one can rely on.
YES, NO, UNSURE = "yes", "no", "unsure"


class SideFacts(NamedTuple):
    """What was last found out about one side: who they are, what they want, whether it is safe."""

    is_confirmed: bool = False
    is_refuted: bool = False
    willing: str = UNSURE
    safe: str = UNSURE


class MatchFacts(NamedTuple):
    """Somebody who may be the one who is looked for, and the relative who looks."""

    relative_consents: bool
    person_consents: bool
    may_inform_family: bool
    relative: SideFacts | None = None
    person: SideFacts | None = None

    @property
    def may_be_shown(self) -> bool:
        """Even to those who trace: only where both agreed to it."""
        return self.relative_consents and self.person_consents

    @property
    def may_ask_relative(self) -> bool:
        """Asking the relative tells them that somebody was found: the person decides first."""
        return self.may_be_shown and self.person is not None and self.may_inform_family

    @property
    def is_verified(self) -> bool:
        sides = (self.relative, self.person)
        return self.may_be_shown and all(side and side.is_confirmed for side in sides)

    @property
    def are_willing(self) -> bool:
        return all(side and side.willing == YES for side in (self.relative, self.person))

    @property
    def are_safe(self) -> bool:
        return all(side and side.safe == YES for side in (self.relative, self.person))


def next_step(pair: MatchFacts) -> str:
    """The next thing to do about a pair, by its code."""
    if not pair.may_be_shown:
        return "nothing"
    asked = (
        (pair.person is None, "ask_person"),
        (bool(pair.person and pair.person.is_refuted), "set_aside"),
        (bool(pair.person and pair.person.willing == NO), "respect_no"),
        (not pair.may_inform_family, "not_told"),
        (pair.relative is None, "ask_relative"),
        (bool(pair.relative and pair.relative.is_refuted), "set_aside"),
        (not pair.is_verified, "verify_more"),
        (not (pair.are_willing and pair.are_safe), "settle"),
    )
    return next((code for holds, code in asked if holds), "reunify")


def request_state(*, closed: bool, reunified: bool, verified: bool, begun: bool) -> str:
    """The state of a search, from what happened in it."""
    states = ((closed, CLOSED), (reunified, REUNIFIED), (verified, VERIFIED), (begun, IN_PROGRESS))
    return next((state for holds, state in states if holds), OPEN)


def public_state(state: str, *, was_notified: bool) -> str:
    """What may be read by somebody who does not trace: never, before its time, that it ended well.

    Who took down the request speaks with the relative. That somebody was found is told by those
    who trace, when the person allows it; until then a search is a search.
    """
    hides = state in (VERIFIED, REUNIFIED) and not was_notified
    return IN_PROGRESS if hides else state
