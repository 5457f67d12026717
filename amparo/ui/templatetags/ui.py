"""`{% load ui %}`: every component of the house. What each looks like: the pattern page."""

from ..tags import (
    lists,
    register,
)

__all__ = [
    "deeds",
    "figures",
    "frames",
    "lists",
    "people",
    "register",
    "signs",
    "story",
    "tongues",
    "writing",
]
