"""What goes into a run, and who comes out of it: tokens of people, and pseudonyms of both."""

import base64
import hmac
from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from amparo.foundation.core.refusals import Refusal
from amparo.foundation.people.models import Person

from .keys import part
from .models import LinkAgreement, LinkRun
from .models.runs import Tokens
from .tokens import SORTS, tokens_of
from .whom import agree_still, known, people_of


def gathered(agreement: LinkAgreement) -> tuple[Tokens, int]:
    """Tokens of all who agreed, and of how many people they are."""
    key, people = part(agreement.key, "tokens"), 0
    tokens: Tokens = {}
    for person in people_of(agreement):
        made = tokens_of(known(person), key)
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


def strongest(run: LinkRun, common: Tokens) -> list[tuple[Person, str, str]]:
    """Each person of ours once, by the surest token that both have."""
    best: dict[UUID, tuple[int, str, str]] = {}
    for token, (sort, whose) in common.items():
        for ref in whose:
            told = (SORTS.index(sort), token, sort)
            best[ref] = min(best.get(ref, told), told)
    people = agree_still(run.agreement, best)
    name = naming(run)
    return [(person, name(best[ref][1]), best[ref][2]) for ref, person in people.items()]


def resolved(run: LinkRun, tokens: Tokens, told: set[str]) -> list[tuple[Person, str, str]]:
    name, met = naming(run), []
    for token, (sort, whose) in tokens.items():
        if (pseudonym := name(token)) in told:
            met += [(ref, pseudonym, sort) for ref in whose]
    people = agree_still(run.agreement, {ref for ref, _pseudonym, _sort in met})
    return [(people[ref], pseudonym, sort) for ref, pseudonym, sort in met if ref in people]


def naming(run: LinkRun) -> Callable[[str], str]:
    """The pseudonym of a token in this run: in another run it has another."""
    key = part(run.agreement.key, f"pseudonyms {run.ref.hex}")

    def name(token: str) -> str:
        letters = base64.b32encode(hmac.digest(key, token.encode(), "sha256")[:10]).decode()
        return "-".join(letters[at : at + 4] for at in range(0, 16, 4))

    return name
