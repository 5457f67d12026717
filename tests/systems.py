"""Systems of partners that call us, and Rosa, who was referred to one of them."""

import json
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.test import Client

PARTNER = "Cruz del Sur"


@dataclass
class System:
    """One system with its token; it calls as no browser does."""

    words: str
    token: object
    language: str = "en"

    def get(self, path, **more):
        return self._call("get", path, {}, more)

    def post(self, path, said=None, *, key=None, **more):
        headers = {"idempotency-key": str(key or uuid4())}
        more |= {"data": json.dumps(said or {}), "content_type": "application/json"}
        return self._call("post", path, headers, more)

    def _call(self, method, path, headers, more):
        told = {"authorization": f"Bearer {self.words}", "accept-language": self.language}
        return getattr(Client(), method)(f"/api{path}", headers=told | headers, **more)


@pytest.fixture
def partner(db):
    """The office of an organization that is not ours."""
    from amparo.foundation.core.models import Office, Organization

    refuge = Organization.found(by=None, name=PARTNER, kind="ngo", country="BO")
    return Office.set_up(by=None, organization=refuge, name=PARTNER, country="BO")


@pytest.fixture
def system(partner, administrator):
    """A system of the partner (or of another office) that may do these verbs."""
    from amparo.foundation.core.accounts.api_tokens import verbs_for
    from amparo.foundation.core.models import Token

    def system(*verbs, office=partner):
        verbs = verbs or verbs_for(office.organization)
        token, words = Token.make("Intake", office=office, verbs=list(verbs), by=administrator)
        return System(words, token)

    return system


@pytest.fixture
def referred(partner, case, rosa, caseworker):
    """Rosa said yes, and was referred to the partner."""
    from amparo.foundation.people.models import Consent
    from amparo.foundation.people.models.consents import Choice, ConsentGiven
    from amparo.pillars.assistance.models import Referral

    def referred(to=partner.organization, **more):
        is_state = to.kind == "government"
        purpose = "share_authorities" if is_state else "share_services"
        kind = "authorities" if is_state else "organization"
        yes = Choice(purpose, True, kind, to)
        Consent.record(rosa, ConsentGiven((yes,), "verbal", "es"), by=caseworker)
        asked = {
            "by": caseworker, "to": to, "people": [rosa], "urgency": "urgent",
            "service_type": "shelter.emergency", "items": ["name", "age", "safe_contact"],
            "words": "A bed for tonight.",
        }  # fmt: skip
        return Referral.send(case, **(asked | more))

    return referred
