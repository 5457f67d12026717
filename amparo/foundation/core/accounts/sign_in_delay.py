"""The delay after wrong passwords or codes: seconds that grow with each attempt, never a lock-out.

Pure arithmetic; `rate_limits.py` has clock and cache. One attempt at a time is tested for an
account, so that any number of addresses together guess no faster than one. An attacker with many
networks must not keep the owner out: while several networks try, one without a wrong attempt comes
before one with, and equals are drawn by lot.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

# Seconds after the first wrong try, the second, and so on; the last goes on for all that follow.
PASSWORD_STEPS = (0, 0, 2, 4, 8, 16, 30)
# Six figures are guessed sooner than a password: half as many tries in a day.
CODE_STEPS = (0, 0, 2, 4, 8, 16, 30, 60)
# After so many seconds without a try the next one is the first again. A burst of quick tries and
# a rest of this length are fewer tries than the longest delay allows.
FORGOTTEN_AFTER = 10 * 60
# Who was wrong from where is remembered longer while somebody goes on guessing.
REMEMBERED_FOR = 60 * 60
MAX_NETWORKS = 4000  # more than a day of guessing can use

# A number from 0 to 1 for a network at this turn, which nobody outside can foretell.
type DrawLot = Callable[[int, str], float]


@dataclass(frozen=True)
class Delay:
    """The wrong attempts at one account: how many, when the last one was, from which networks."""

    turn: int = 0
    wrong: int = 0
    last: float = 0.0
    networks: Mapping[str, int] = field(default_factory=dict)

    def after(self, now: float) -> "Delay":
        """Returns the state at another time: old attempts are forgotten, and a clock that was set
        back does not block.
        """
        quiet = now - self.last
        wrong = 0 if quiet >= FORGOTTEN_AFTER else self.wrong
        networks = {} if quiet >= REMEMBERED_FOR else self.networks
        return Delay(self.turn, wrong, min(self.last, now), networks)

    def seconds(self, steps: tuple[int, ...]) -> int:
        """Returns the least delay after the last attempt, in seconds."""
        return steps[min(self.wrong, len(steps)) - 1] if self.wrong else 0

    def opens_at(
        self, steps: tuple[int, ...], network: str, *, is_contested: bool, lot: DrawLot
    ) -> float:
        """Returns when an attempt from this network is tested, as a timestamp.

        Alone: after the plain delay. While several networks try: in three turns of a third of the
        delay each, first networks without a wrong attempt, then those with one, then the rest.
        """
        plain = self.seconds(steps)
        if not is_contested:
            return self.last + plain
        rank = min(self.networks.get(network, 0), 2) + lot(self.turn, network)
        return self.last + plain * (1 + rank / 3)

    def tried(self, now: float, network: str) -> "Delay":
        """Returns the state with one more attempt, counted as wrong before it is tested, so that
        two processes never test two.
        """
        networks = {**self.networks, network: self.networks.get(network, 0) + 1}
        if len(networks) > MAX_NETWORKS:
            del networks[next(iter(networks))]
        return Delay(self.turn + 1, self.wrong + 1, now, networks)

    def without(self, network: str) -> "Delay":
        """Returns the state after somebody signed in from this network: its wrong attempts are
        forgotten.
        """
        networks = {each: count for each, count in self.networks.items() if each != network}
        return replace(self, networks=networks)
