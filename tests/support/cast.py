"""The people of our tests: Rosa and her family, those who help her, and the stranger.

Each comes on stage when they are first asked for.
"""

import os
from dataclasses import replace
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

# Where the main office stands; the nights try it elsewhere too (`tests/support/clocks.py`).
ZONE = os.environ.get("AMPARO_TEST_OFFICE_ZONE", "America/La_Paz")


class Cast:
    """Staff by the names of their parts, their offices and teams, Rosa and her daughter."""

    # Those who sign in, in the order in which tables name them.
    STAFF = (
        "caseworker", "colleague", "supervisor", "nurse", "official", "data_officer",
        "programme_manager", "policy_officer", "communications_officer",
        "training_organizer", "trainer", "training_observer", "donor_reader", "administrator",
        "auditor", "stranger",
    )  # fmt: skip

    @cached_property
    def organization(self):
        from amparo.foundation.core.models import Organization

        return Organization.objects.create(name="Casa del Camino", kind="own", country="BO")

    @cached_property
    def office(self):
        return self._office("Puerto Alto", "BO", ZONE)

    @cached_property
    def other_office(self):
        return self._office("Valle Seco", "PE", "America/Lima")

    @cached_property
    def team(self):
        return self._team("Shelter", self.office)

    @cached_property
    def other_team(self):
        return self._team("Border post", self.other_office)

    @cached_property
    def caseworker(self):
        return self._user("lucia", "Lucía Méndez", "caseworker", team=self.team)

    @cached_property
    def colleague(self):
        return self._user("daniel", "Daniel Achebe", "caseworker", team=self.team)

    @cached_property
    def supervisor(self):
        return self._user("maren", "Maren Rojas", "supervisor", office=self.office)

    @cached_property
    def nurse(self):
        return self._user("nurse", "Salma Kaddour", "provider", team=self.team)

    @cached_property
    def official(self):
        return self._user("official", "Tomás Beltrán", "official", office=self.office)

    @cached_property
    def data_officer(self):
        return self._user("data", "Inés Vidal", "data_officer", office=self.office)

    @cached_property
    def programme_manager(self):
        return self._user("programme", "Elena Duarte", "programme_manager", office=self.office)

    @cached_property
    def policy_officer(self):
        return self._user("policy", "Paula Arce", "policy_officer", office=self.office)

    @cached_property
    def communications_officer(self):
        return self._user("communications", "Yara Funes", "communications", office=self.office)

    @cached_property
    def training_organizer(self):
        return self._user("training", "Nadia Roca", "training_organizer", office=self.office)

    @cached_property
    def trainer(self):
        return self._user("trainer", "Iván Rueda", "trainer", office=self.office)

    @cached_property
    def training_observer(self):
        return self._user("observer", "Ruth Amari", "training_observer", office=self.office)

    @cached_property
    def donor_office(self):
        """The desk at which a donor reads what it is sent."""
        from amparo.foundation.core.models import Office, Organization

        agency = Organization.objects.create(name="Cooperación Alba", kind="agency", country="ES")
        return Office.objects.create(organization=agency, name=agency.name, country="ES")

    @cached_property
    def donor_reader(self):
        return self._user("donor", "Ana Prado", "donor_reader", office=self.donor_office)

    @cached_property
    def administrator(self):
        return self._user("admin", "Awa Diallo", "administrator", office=self.office)

    @cached_property
    def auditor(self):
        return self._user("auditor", "Jean-Marc Pierre", "auditor", office=self.office)

    @cached_property
    def stranger(self):
        """A caseworker of another office: able, and not entitled."""
        return self._user("stranger", "Omar Haddad", "caseworker", team=self.other_team)

    @cached_property
    def practice_office(self):
        """Where nothing is real."""
        from amparo.foundation.core.models import Office

        return Office.objects.create(
            organization=self.organization, name="Ejercicios", country="BO", time_zone=ZONE,
            is_practice=True,
        )  # fmt: skip

    @cached_property
    def practice_team(self):
        return self._team("Practice", self.practice_office)

    @cached_property
    def practising_caseworker(self):
        """The account with which Lucía practises."""
        return self.caseworker.add_role("caseworker", by=None, team=self.practice_team).user

    @cached_property
    def practising_supervisor(self):
        """The account with which Maren practises."""
        return self.supervisor.add_role("supervisor", by=None, office=self.practice_office).user

    @cached_property
    def keeper(self):
        """A colleague with leave to open the trafficking files of the office."""
        from amparo.foundation.core.models import RestrictedGroupAccess

        user = self._user("keeper", "Noor Sabbagh", "caseworker", team=self.team)
        RestrictedGroupAccess.give(to=user, group="trafficking", office=self.office, by=None)
        return user

    @cached_property
    def consent(self):
        from amparo.foundation.people.models.consents import Choice, ConsentGiven

        return ConsentGiven(
            choices=(Choice("case_management", True),), method="verbal", language="es"
        )

    @cached_property
    def of_parent(self):
        """What a mother who is present says for her child."""
        return replace(
            self.consent, given_by="parent", consenting_person="Rosa Quispe", relationship="mother"
        )

    @cached_property
    def rosa(self):
        return self._person(
            given_names="Rosa",
            family_names="Quispe",
            second_family_name="Mamani",
            sex="female",
            birth_date=date(1992, 3, 14),
            birth_precision="exact",
            nationality="BO",
            languages=["ay", "es"],
            interpreter="ay",
            safe_channel="message",
            safe_contact="Only by message, after 18:00",
            contacts=[{"kind": "message", "value": "+591 70012345"}],
        )

    @cached_property
    def nayeli(self):
        """Rosa's daughter, nine years old."""
        return self._person(
            given_names="Nayeli", family_names="Quispe", sex="female",
            birth_date=date(2017, 5, 2), birth_precision="exact", nationality="BO",
        )  # fmt: skip

    @cached_property
    def family(self):
        from amparo.foundation.people.models import Family

        family = Family.register(self.rosa, by=self.caseworker)
        family.add(self.nayeli, "child", by=self.caseworker)
        return family

    @cached_property
    def case(self):
        """Rosa's case, just opened."""
        return self.open_case(person=self.rosa, channel="walk_in")

    def open_case(self, *, owner=None, **about):
        from amparo.pillars.assistance.cases.models import Case

        owner = owner or self.caseworker
        return Case.open(by=self.caseworker, team=self.team, owner=owner, **about)

    def _office(self, name, country, time_zone):
        from amparo.foundation.core.models import Office

        return Office.objects.create(
            organization=self.organization, name=name, country=country, time_zone=time_zone
        )

    def _team(self, name, office):
        from amparo.foundation.core.models import Team

        return Team.objects.create(office=office, name=name)

    def _user(self, email, name, role, **where):
        from amparo.foundation.core.models import User

        user = User.objects.create_user(f"{email}@example.org", name, language="en")
        user.add_role(role, by=None, **where)
        return user

    def consent_about(self, fields):
        """Somebody of age speaks for themselves; for a child their mother does. It is today where
        the office stands, as on its pages.
        """
        from django.utils import timezone

        from amparo.foundation.people.forms.fields import is_minor

        birth = {name: fields.get(name) for name in ("birth_date", "birth_year")}
        with timezone.override(ZoneInfo(ZONE)):
            is_child = is_minor(birth, fields.get("is_age_disputed", False))
        return self.of_parent if is_child else self.consent

    def _person(self, **fields):
        from amparo.foundation.people.models import Person

        consent = self.consent_about(fields)
        return Person.register(by=self.caseworker, team=self.team, consent=consent, **fields)
