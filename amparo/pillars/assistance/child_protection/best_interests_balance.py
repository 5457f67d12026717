"""What one colleague sees of a determination: what is missing, who spoke, and what they may do."""

from dataclasses import dataclass
from functools import cached_property

from amparo.foundation.core.models import User

from .models import BestInterestsDetermination, PanelMember, PanelOpinion
from .statements import MISSING
from .topics import TOPICS


@dataclass(frozen=True)
class PanelSeat:
    """One member of the panel, their last word, and whether this colleague may write it."""

    member: PanelMember
    opinion: PanelOpinion | None
    may_speak: bool


class DeterminationPage:
    def __init__(self, bid: BestInterestsDetermination, user: User, verbs: frozenset[str]):
        self.bid, self.user, self.verbs = bid, user, verbs

    @property
    def is_open(self) -> bool:
        return self.bid.is_under_way and not self.bid.child.is_over

    @property
    def may_work(self) -> bool:
        return self.is_open and "work" in self.verbs

    @property
    def may_change(self) -> bool:
        """What is weighed stays as it is once the panel has begun to speak."""
        return self.may_work and not self.bid.last_opinions

    @property
    def may_decide(self) -> bool:
        info = self.bid.gathered
        is_other = info is not None and info.by_id != self.user.pk
        return self.is_open and "approve" in self.verbs and is_other and not self.bid.missing

    @property
    def may_follow_up(self) -> bool:
        return self.bid.state == self.bid.State.DECIDED and "work" in self.verbs

    @property
    def may_reopen(self) -> bool:
        return self.bid.state == self.bid.State.DECIDED and "approve" in self.verbs

    @cached_property
    def missing(self) -> list[str]:
        return [str(MISSING[name]) for name in self.bid.missing] if self.is_open else []

    @cached_property
    def gathered_information(self) -> list[tuple[str, str]]:
        info = self.bid.gathered
        found = info.found if info else {}
        return [(str(name), found[topic]) for topic, (name, _hint) in TOPICS.items()
                if found.get(topic)]  # fmt: skip

    @cached_property
    def seats(self) -> list[PanelSeat]:
        spoken = self.bid.last_opinions
        return [
            PanelSeat(
                member, spoken.get(member.pk),
                self.may_speak_at_all and member.may_be_spoken_for_by(self.user),
            )
            for member in self.bid.members
        ]  # fmt: skip

    @property
    def may_speak_at_all(self) -> bool:
        return self.is_open and len(self.bid.weighed) > 1
