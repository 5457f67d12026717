"""Who may be the one that is looked for: shown to those who trace, where both sides agreed.

People are found through the one door of this house (`people.search`), among the files that open
to whoever asks; names are compared in memory alone. Nothing is kept of it: consent is asked anew
each time.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from amparo.foundation.core.audit import log
from amparo.foundation.core.models import User
from amparo.foundation.people.legal_basis import legal_basis_for
from amparo.foundation.people.match_explanations import explain_match
from amparo.foundation.people.matching import MatchResult
from amparo.foundation.people.models import Consent, Person
from amparo.foundation.people.search.search import match_with, search_candidates

from .models import SoughtPerson

SHOWN = 12
_LOOKED_AT = 60  # the likeliest, before it is asked who of them agreed


@dataclass(frozen=True)
class MatchCandidate:
    person: Person
    likeness: MatchResult

    @property
    def said(self) -> list[tuple[str, bool | None]]:
        return [(each.text, each.speaks_for) for each in explain_match(self.likeness)]


def match_candidates(sought: SoughtPerson, user: User) -> list[MatchCandidate]:
    """The likeliest first; nobody where the relative does not agree, nor to who does not trace."""
    request = sought.request
    if not request.is_traced_by(user) or request.is_closed or not request.has_consent:
        return []
    known = set(sought.matches.values_list("person", flat=True)) | {request.inquirer_id}
    looked = search_candidates(user, sought.traits, limit=_LOOKED_AT).alike
    alike = {each.person.pk: each for each in looked if each.person.pk not in known}
    willing = who_consent([each.person for each in alike.values()], sought)
    compared = [MatchCandidate(each, alike[each.pk].likeness) for each in willing]
    likely = [each for each in compared if each.likeness.bits > 0][:SHOWN]
    log.log_list(user, "tracing.candidates", [sought, *(each.person for each in likely)])
    return likely


def who_consent(people: Iterable[Person], sought: SoughtPerson) -> list[Person]:
    """Those who agreed to be looked for, in the house of the request; in one query for all."""
    people = list(people)
    words: dict[int, list[Consent]] = defaultdict(list)
    said = Consent.objects.latest_answers().filter(person__in=people, purpose="tracing")
    for word in said:
        words[word.person_id].append(word)
    organization = sought.request.organization
    return [
        person
        for person in people
        if legal_basis_for(person, "tracing", consents=words[person.pk], controller=organization)
    ]


def match_score(sought: SoughtPerson, person: Person) -> MatchResult:
    """Of somebody whose file one has open: what speaks for it and against, as it is told now."""
    return match_with(sought.traits, person)
