"""The check of an import list: how many rows look like somebody who is registered already.

It answers with yes or no for the sake of a count, and never says who. Of a restricted record
nothing is learnt this way, nor of another office's people, where it does not share.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from amparo.foundation.core.models import Office
from amparo.foundation.core.permissions.rls.aggregates import aggregate_query

from ..matching.comparison import compare
from ..matching.features import MatchingFeatures
from ..models import Contact, IdentityDocument, Person, PersonAccessGrant
from ..search.candidates import find_candidates, token_lookups
from ..search.index import features_of, name_weights_for
from ..search.search import decrypt_features
from ..search.tokens import name_keys, search_tokens

# People opened for one row, rows of the list that one is held against, rows remembered.
MAX_OPENED, MAX_ROWS_COMPARED, MAX_ROWS_REMEMBERED = 25, 20, 50_000


def features_of_row(
    person: dict, documents: Iterable[dict], contacts: Iterable[dict]
) -> MatchingFeatures:
    """What a row tells of somebody, as their file would tell it."""
    written = Person(**person)
    if written.birth_date:
        written.birth_year = written.birth_date.year
    return features_of(
        written,
        [IdentityDocument(**each) for each in documents],
        [Contact(**each) for each in contacts],
    )


class ImportMatcher:
    """One list on its way into one office."""

    def __init__(self, office: Office):
        self._holders = {f"office:{pk}" for pk in _sharing_offices()} | {f"office:{office.pk}"}
        self._bearing: dict[int, list[int]] = defaultdict(list)
        self._rows: list[MatchingFeatures] = []

    @aggregate_query("a list is counted before it is known who may open whose record")
    def looks_known(self, row: MatchingFeatures) -> bool:
        """Whether whoever registers somebody so described would be interrupted."""
        if row.is_empty:
            return False
        scale = name_weights_for(name_keys(row), row.nationalities)
        thought = find_candidates(token_lookups(row, scale))
        likeliest = sorted(thought, key=lambda number: -thought[number])
        told = decrypt_features(self._that_may_count(likeliest)[:MAX_OPENED])
        known = (MatchingFeatures.from_json(kept) for kept in told.values())
        return any(compare(row, each, scale).alerts for each in known)

    def looks_like_another(self, row: MatchingFeatures) -> bool:
        """Whether an earlier row of the same list seems to be the same person."""
        keys = search_tokens(row)
        scale = name_weights_for(name_keys(row), row.nationalities)
        found = any(compare(row, self._rows[at], scale).alerts for at in self._near(keys))
        if len(self._rows) < MAX_ROWS_REMEMBERED:
            for key in keys:
                self._bearing[key].append(len(self._rows))
            self._rows.append(row)
        return found

    def _near(self, keys: set[int]) -> Iterator[int]:
        """Earlier rows that share a token which few bear, the latest first."""
        seen: set[int] = set()
        for bearers in sorted((self._bearing.get(key, []) for key in keys), key=len):
            seen.update(bearers[-MAX_ROWS_COMPARED:])
            if len(seen) >= MAX_ROWS_COMPARED:
                break
        return iter(sorted(seen, reverse=True)[:MAX_ROWS_COMPARED])

    def _that_may_count(self, numbers: list[int]) -> list[int]:
        held: dict[int, set[str]] = defaultdict(set)
        rows = PersonAccessGrant.objects.live().filter(
            record__in=numbers, record__is_practice=False
        )
        for number, grantee in rows.values_list("record", "grantee"):
            held[number].add(grantee)
        return [
            number
            for number in numbers
            if held[number] & self._holders and not any("@" in each for each in held[number])
        ]


def _sharing_offices() -> list[int]:
    return list(Office.objects.filter(shares_known_persons=True).values_list("pk", flat=True))
