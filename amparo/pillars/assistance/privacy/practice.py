"""Files of practice offices are deleted by the clock, 30 days after they were created.

Files of real people are not: what is due is shown, and two people delete it. Here nobody is lost
by a mistake, for nobody is real: no second person is asked, and no statistic is kept. The short
time has a reason too: whoever enters a real person by mistake is not kept for years.
"""

from datetime import timedelta

from django.db import transaction

from amparo.foundation.core.clock import now
from amparo.foundation.core.erasure import Erasure, erase_with_owner
from amparo.foundation.core.jobs import checkpoint
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Case

from .erasure import erase_case
from .privacy import cases_of_person

KEPT = timedelta(days=30)
REASON = "practised"


def delete_old_practice_files() -> int:
    """Deletes cases and people of practice offices with everything of them, for good; returns how
    many files. A person goes with all cases that they are in, also with newer ones. Killed between
    two files, the next day goes on.
    """
    before = now() - KEPT
    cases = Case.objects.filter(team__office__is_practice=True, opened_at__lte=before)
    people = Person.objects.filter(is_practice=True, created_at__lte=before)
    deleted = 0
    for rows in (cases, people):
        for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
            with transaction.atomic():
                if record := rows.filter(pk=pk).first():  # not gone with a file before it
                    _delete(record)
                    deleted += 1
                checkpoint()
    return deleted


def _delete(record: Case | Person) -> None:
    erasing = Erasure(reason=REASON, by=None)
    cases = [record] if isinstance(record, Case) else list(cases_of_person(record))
    for case in cases:
        erase_case(case, erasing)
    if isinstance(record, Person) and record.ref not in erasing.erased:
        erase_with_owner(record, erasing)
