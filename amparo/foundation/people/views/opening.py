"""Opening the file of a person, and with it those that were joined to it."""

from amparo.foundation.trust import audit, bulk
from amparo.foundation.trust.access import open_record

from ..models import Person
from ..person_page import PersonPage

# What an address may carry: that a joined file is wanted as it is by itself.
BY_ITSELF = "by-itself"


def open_file(request, ref) -> PersonPage:
    """The whole file for who accompanies them; for a partner, what was shared and no more.

    Each file that is read with it leaves its own line: it was opened too.
    """
    person = open_record(request, Person.objects.select_related("basis"), to="meet", ref=ref)
    file = PersonPage(person, request.user, by_itself=BY_ITSELF in request.GET)
    for other in file.together.others:
        bulk.opening(request.user, other)
    audit.all_seen(request.user, "person.seen", file.together.others)
    return file
