"""Whom a meeting concerns: those seated, those who chair, those who keep it."""

from typing import Any

from amparo.foundation.core.models import Membership, Notification, User


class MeetingAudience:
    """The accounts that a meeting concerns, and how they are notified. Part of `Convening`."""

    # The fields of the meeting.
    forum: Any
    forum_id: int | None
    office_id: int
    is_closed_to_others: Any
    get_absolute_url: Any

    def seated_users(self) -> list[User]:
        """The accounts of those who speak for a seat of its forum."""
        return list(
            User.objects.filter(
                is_active=True, forum_focal_points__until=None,
                forum_focal_points__seat__until=None,
                forum_focal_points__seat__forum=self.forum_id,
            ).distinct()
        ) if self.forum_id else []  # fmt: skip

    def chairing_users(self) -> list[User]:
        """The accounts of those who speak for the institution that chairs its forum."""
        chair = self.forum.chair if self.forum else None
        if chair is None:
            return []
        seats = {"seat__forum": self.forum_id, "seat__organization": chair.organization_id}
        held = {f"forum_focal_points__{path}": key for path, key in seats.items()}
        return list(
            User.objects.filter(is_active=True, forum_focal_points__until=None, **held).distinct()
        )

    def keepers(self) -> list[User]:
        """Those who keep the meetings of its office."""
        return Membership.objects.held().with_permission("forum.keep").filter(
            office=self.office_id
        ).people()  # fmt: skip

    def notify(self, users: list[User], event: str, *, by: User | None, url: str = "") -> None:
        """Notifies them without saying what the meeting is about: a closed one has no topic."""
        about = self.forum.short_name if self.forum and not self.is_closed_to_others else ""
        url = url or self.get_absolute_url()
        Notification.notify(users, event=event, about=about[:40], url=url, by=by)
