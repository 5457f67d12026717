"""The files of one person as a colleague reads them together: the kept one, and the others."""

from functools import cached_property

from django.urls import reverse

from amparo.foundation.trust.models import User

from .joined import JoinedFile, joined_files, kept_file
from .models import Merge, Person


class FilesOfOne:
    """A file and those that were joined to it, unless it is asked for `by_itself`."""

    def __init__(self, person: Person, user: User, *, by_itself: bool = False):
        self.person = person
        self.user = user
        self.by_itself = by_itself

    @cached_property
    def merges(self) -> list[Merge]:
        """Those of this file that stand: in force, or waiting for a second person."""
        found = Merge.objects.standing().of(self.person).open_to(self.user)
        return list(found.select_related("kept", "joined", "by").order_by("at", "pk"))

    @property
    def waiting(self) -> list[Merge]:
        return [each for each in self.merges if each.is_waiting]

    @property
    def joined_to(self) -> Merge | None:
        """The merge by which this file is read with another one."""
        ours = (each for each in self.merges if each.joined_id == self.person.pk)
        return next((each for each in ours if each.is_in_force), None)

    @property
    def leads_on_to(self) -> str:
        """A joined file leads to the kept one, which says so."""
        if self.by_itself or self.joined_to is None:
            return ""
        kept = kept_file(self.person, self.user)
        return f"{reverse('people:person', args=[kept.ref])}?joined={self.person.ref}"

    @cached_property
    def joined(self) -> list[JoinedFile]:
        has_any = any(m.is_in_force and m.kept_id == self.person.pk for m in self.merges)
        return joined_files(self.person, self.user) if has_any and not self.by_itself else []

    @property
    def others(self) -> list[Person]:
        return [each.person for each in self.joined]

    @property
    def all(self) -> list[Person]:
        return [self.person, *self.others]

    @cached_property
    def worked_on(self) -> frozenset[int]:
        """Those of the others in which this reader may change something."""
        if not self.joined:
            return frozenset()
        theirs = Person.objects.filter(pk__in=[each.pk for each in self.others])
        return frozenset(theirs.open_to(self.user, "work").values_list("pk", flat=True))
