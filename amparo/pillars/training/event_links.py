"""Addresses of events to which courses lead: where one is planned, where one registers."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse

from amparo.foundation.core.models import User

from .models import Course

# By name: where the page is not there, no link leads to it.
NEW, REGISTER = "training:event-new", "public:training"


def new_event_url(course: Course, user: User) -> str:
    """Returns where `user` plans an event of a course; "" where they may not, or not of it."""
    if "training.keep" not in user.permissions or course.retired_at is not None:
        return ""
    try:
        return f"{reverse(NEW)}?course={course.ref}"
    except NoReverseMatch:
        return ""


def registration_url(event: UUID) -> str:
    """Returns where anybody registers for a public event; "" where there is no such page."""
    try:
        return reverse(REGISTER, args=[event])
    except NoReverseMatch:
        return ""
