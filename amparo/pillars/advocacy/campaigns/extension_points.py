"""What apps add to campaigns: reach that is counted elsewhere, and pretests of its messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amparo.foundation.core.registry import ExtensionList

if TYPE_CHECKING:
    from datetime import date

    from .models import Campaign


@dataclass(frozen=True)
class CountedReach:
    """What was counted of one channel in one language, from the first to the last day, and where
    that comes from, in words. Of no person: counts alone.
    """

    channel: str
    language: str
    figure: int
    first: date
    last: date
    source: str


type ReachSource = Callable[[Campaign], list[CountedReach]]

link_visit_sources: ExtensionList[ReachSource] = ExtensionList(
    "link_visit_sources",
    """Sources of visits by the links of a campaign's messages.

    Each returns them for its days, placed by a channel of a link. Small numbers are its own duty.
    """,
    register_in="apps.py",
    takes="Callable[[Campaign], list[CountedReach]]",
)
delivered_sources: ExtensionList[ReachSource] = ExtensionList(
    "delivered_sources",
    """Sources of how many messages were delivered to those who subscribed.

    Each returns the deliveries of the campaign's messages in its days, by language.
    """,
    register_in="apps.py",
    takes="Callable[[Campaign], list[CountedReach]]",
)


@dataclass(frozen=True)
class PretestAnswer:
    """How many of a hundred said so of the first version of a message, and of the one that was
    approved; `before` is None where it was tested once.
    """

    label: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class PretestSummary:
    """The pretest of one message: how many were asked, their answers, and what changed; or who
    waived it and why.
    """

    title: str
    asked: int = 0
    answers: tuple[PretestAnswer, ...] = ()
    changed: str = ""
    waived: str = ""


type PretestSource = Callable[[Campaign], list[PretestSummary]]

pretest_sources: ExtensionList[PretestSource] = ExtensionList(
    "pretest_sources",
    """Sources of pretests: each returns those of the messages of a campaign, or their waivers.""",
    register_in="apps.py",
    takes="Callable[[Campaign], list[PretestSummary]]",
)
