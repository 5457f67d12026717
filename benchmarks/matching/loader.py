"""Loads the made-up register into an installation, encrypted and indexed as by an import."""

import pickle
import resource
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

from django.db import connection

from amparo.foundation.core.clock import now
from amparo.foundation.core.models import Office, Organization, Team, User
from amparo.foundation.people.matching import MatchingFeatures
from amparo.foundation.people.models import Contact, IdentityDocument, Person, RegisterBasis
from amparo.foundation.people.search import index
from amparo.pillars.assistance.intake.bulk_create import NewRecord, create_records

from .clerk_errors import Written
from .register import Asked, Register

TRIED = 2_000  # people whose keys are written anew, to tell what that costs


@dataclass
class LoadedRegister:
    """Who is whom, by the number of their row; and what it cost to bring them in."""

    user: User
    person_of: dict[int, int] = field(default_factory=dict)
    returning: list[Asked] = field(default_factory=list)
    newcomers: list[Asked] = field(default_factory=list)
    cost: dict[str, float] = field(default_factory=dict)

    def keep(self, into: Path) -> None:
        """For the processes that look for people in it, or compare them."""
        told = self.user.pk, self.person_of, self.returning, self.newcomers, self.cost
        into.write_bytes(pickle.dumps(told))

    @classmethod
    def kept(cls, there: Path) -> "LoadedRegister":
        user, *told = pickle.loads(there.read_bytes())  # noqa: S301 - written by `keep`
        return cls(User.objects.get(pk=user), *told)


def file_of(written: Written) -> NewRecord:
    """The form as an import takes it."""
    names = (
        "given_names", "family_names", "second_family_name", "original_name", "father_name",
        "mother_name", "sex", "birth_date", "birth_year", "birth_precision", "nationality",
        "birth_place",
    )  # fmt: skip
    papers = [{"kind": "passport", "number": written.document, "country": written.nationality}]
    phones = [{"kind": "phone", "value": written.phone}]
    return NewRecord(
        person={name: getattr(written, name) for name in names},
        documents=papers if written.document else [],
        contacts=phones if written.phone else [],
    )


def search_input(written: Written) -> MatchingFeatures:
    """The search input of this form."""
    file = file_of(written)
    documents = [IdentityDocument(**each) for each in file.documents]
    contacts = [Contact(**each) for each in file.contacts]
    return index.features_of(Person(**file.person), documents, contacts)


def load(register: Register) -> LoadedRegister:
    """One team holds everybody: nobody is spared by not being one's own to see."""
    loaded, team, basis = _furnish()
    began, cpu = perf_counter(), process_time()
    for portion in register.portions():
        files = [file_of(row.written) for row in portion.rows]
        brought = create_records(files, by=loaded.user, team=team, basis=basis)
        for (person, _case), row in zip(brought, portion.rows, strict=True):
            loaded.person_of[person.pk] = row.person
        loaded.returning += portion.returning
        loaded.newcomers += portion.newcomers
    loaded.cost = {"load wall s": perf_counter() - began, "load cpu s": process_time() - cpu}
    _learn(loaded)
    return loaded


def _furnish() -> tuple[LoadedRegister, Team, RegisterBasis]:
    organization = Organization.objects.create(name="Bench")
    office = Office.objects.create(
        organization=organization, name="Bench", country="BO", time_zone="America/La_Paz"
    )
    team = Team.objects.create(office=office, name="Bench")
    user = User.objects.create_user("bench@bench.example", "Bench")
    user.add_role("caseworker", by=None, team=team)
    basis = RegisterBasis.objects.create(
        title="Bench", basis="agreement", purposes=["case_management"],
        signed_on=date(2026, 1, 1), by=user,
    )  # fmt: skip
    return LoadedRegister(user), team, basis


def _learn(loaded: LoadedRegister) -> None:
    """The frequencies of names, and what it costs to write the keys of some anew."""
    began, cpu = perf_counter(), process_time()
    index.count_names()
    loaded.cost["learn wall s"] = perf_counter() - began
    loaded.cost["learn cpu s"] = process_time() - cpu
    began, cpu, written = perf_counter(), process_time(), 0
    for count, _after in index.rebuild_index(since=now()):
        written += count
        if written >= TRIED:
            break
    loaded.cost["keys wall ms a person"] = (perf_counter() - began) * 1000 / written
    loaded.cost["keys cpu ms a person"] = (process_time() - cpu) * 1000 / written
    loaded.cost["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
