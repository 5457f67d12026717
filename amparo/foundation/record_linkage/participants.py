"""People whom an agreement lets us compare, their tokens, and the pseudonyms of those found.

Only people of its office who agreed to it themselves: nobody of a restricted file, nor who was
registered by an exception or with a register. What leaves rests on the person's own consent, and
on the last one they gave.
"""

import base64
import hmac
from collections.abc import Callable, Iterable, Iterator
from itertools import batched
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.legal_basis import legal_basis_for
from amparo.foundation.people.matching import plain_number
from amparo.foundation.people.models import Consent, Person, PersonAccessGrant

from .agreement_exchange import derive_key
from .models.agreements import LinkageAgreement
from .models.runs import LinkageRun, Tokens
from .tokens import TOKEN_KINDS, ComparisonData, tokens_of

BATCH_SIZE = 500


def consenting_people(agreement: LinkageAgreement) -> Iterator[Person]:
    """Those who agreed to its purpose with its partner, as of now."""
    keys = _candidates(agreement).order_by("pk").values_list("pk", flat=True)
    for together in batched(list(keys), BATCH_SIZE, strict=False):
        yield from _with_consent(Person.objects.filter(pk__in=together), agreement)


def still_consenting(agreement: LinkageAgreement, refs: Iterable[UUID]) -> dict[UUID, Person]:
    """Of these, who has not taken their word back since, nor come into a restricted file."""
    found: dict[UUID, Person] = {}
    for together in batched(refs, BATCH_SIZE, strict=False):
        people = _candidates(agreement).filter(ref__in=together)
        found |= {person.ref: person for person in _with_consent(people, agreement)}
    return found


def comparison_data(person: Person) -> ComparisonData:
    """What tokens are made of."""
    is_exact = person.birth_precision == Person.Precision.EXACT and not person.is_age_disputed
    return ComparisonData(
        given_names=person.given_names,
        family_names=tuple(
            name for name in (person.family_names, person.second_family_name) if name
        ),
        original_name=person.original_name,
        sex=person.sex,
        born=person.birth_date if is_exact else None,
        birth_year=person.birth_year,
        documents=tuple(
            (each.country or person.nationality, plain_number(each.number))
            for each in person.documents.all()
            if each.number
        ),
    )


def _candidates(agreement: LinkageAgreement) -> QuerySet[Person]:
    """Held by the office, in no restricted file anywhere, and asked about this purpose."""
    held = PersonAccessGrant.objects.live().filter(grantee=f"office:{agreement.office_id}")
    restricted = PersonAccessGrant.objects.filter(record=OuterRef("pk"), grantee__contains="@")
    said_yes = Consent.objects.in_force().filter(person=OuterRef("pk"), purpose=agreement.purpose)
    said_yes = said_yes.exclude(recipient=Consent.Recipient.OWN_OFFICE)
    people = Person.objects.filter(pk__in=held.values("record"))
    return people.filter(Exists(said_yes)).exclude(Exists(restricted))


def _with_consent(people: QuerySet[Person], agreement: LinkageAgreement) -> Iterator[Person]:
    answers = Prefetch("consents", Consent.objects.latest_answers(), to_attr="latest_answers")
    for person in people.prefetch_related("documents", answers).order_by("pk"):
        latest = person.latest_answers  # type: ignore[attr-defined]
        if legal_basis_for(person, agreement.purpose, agreement.partner, consents=latest):
            yield person


# Tokens that go into a run, and pseudonyms of what it finds.


def collect_tokens(agreement: LinkageAgreement) -> tuple[Tokens, int]:
    """Tokens of all who agreed, and of how many people they are."""
    key, people = derive_key(agreement.key, "tokens"), 0
    tokens: Tokens = {}
    for person in consenting_people(agreement):
        made = tokens_of(comparison_data(person), key)
        people += bool(made)
        for token, sort in made.items():
            tokens.setdefault(token, (sort, []))[1].append(person.ref)
    if not tokens:
        raise Refusal(_("Nobody in this office agreed to it: there is nothing to compare."))
    if len(tokens) > agreement.most_tokens:
        raise Refusal(
            _("This office has %(count)d tokens, more than the agreement allows in one run.")
            % {"count": len(tokens)}
        )
    return tokens, people


def strongest_matches(run: LinkageRun, common: Tokens) -> list[tuple[Person, str, str]]:
    """Each person of ours once, by the surest token that both have."""
    best: dict[UUID, tuple[int, str, str]] = {}
    for token, (sort, whose) in common.items():
        for ref in whose:
            match = (TOKEN_KINDS.index(sort), token, sort)
            best[ref] = min(best.get(ref, match), match)
    people = still_consenting(run.agreement, best)
    name = pseudonym_maker(run)
    return [(person, name(best[ref][1]), best[ref][2]) for ref, person in people.items()]


def resolve_pseudonyms(
    run: LinkageRun, tokens: Tokens, pseudonyms: set[str]
) -> list[tuple[Person, str, str]]:
    name, found = pseudonym_maker(run), []
    for token, (sort, whose) in tokens.items():
        if (pseudonym := name(token)) in pseudonyms:
            found += [(ref, pseudonym, sort) for ref in whose]
    people = still_consenting(run.agreement, {ref for ref, _pseudonym, _sort in found})
    return [(people[ref], pseudonym, sort) for ref, pseudonym, sort in found if ref in people]


def pseudonym_maker(run: LinkageRun) -> Callable[[str], str]:
    """The pseudonym of a token in this run: in another run it has another."""
    key = derive_key(run.agreement.key, f"pseudonyms {run.ref.hex}")

    def name(token: str) -> str:
        letters = base64.b32encode(hmac.digest(key, token.encode(), "sha256")[:10]).decode()
        return "-".join(letters[at : at + 4] for at in range(0, 16, 4))

    return name
