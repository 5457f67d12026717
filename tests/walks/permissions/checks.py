"""Looking: everybody at every surface of the house, and whatever is read is asked whose it is.

A page opens, or is not there; what stands on it, in a list, a count, a search, a paper, a feed or
the ledger, must be theirs to read. The second wall of PostgreSQL is asked by itself too.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Model
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from amparo.foundation.core.permissions.rls.context import rls_installed, rls_user
from amparo.foundation.people.models import Person
from amparo.pillars.assistance.cases.models import Attachment, Case, Note, Task

from .expected import ERASES
from .state import CANARY
from .steps import NAMES, WHO, N, Steps

REFS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
NUMBERS = re.compile(r"\b[A-Z]*-?\d{4}-\d{3,}\b")

OF_A_CASE = (
    ("page", ""), ("page", "notes/"), ("page", "plan/"), ("page", "services/"),
    ("page", "incidents/"), ("page", "screenings/"), ("history", "history/"),
    ("history", "openings/"), ("history", "openings/?what=all"), ("print", "print/"),
    ("attachment", "attachments/"),
)  # fmt: skip
OF_A_PERSON = ("/people/{}/", "/people/{}/history/", "/people/{}/consents/new/")
LISTS = (
    "/today/", "/cases/", "/cases/?order=change", "/cases/?status=closed", "/team/", "/waiting/",
    "/kept/", "/rights/", "/emergencies/", "/handover/", "/calendar/", "/calendar/?as=list",
    "/people/communities/", "/register/", "/new/", "/waiting/team/",
)  # fmt: skip
RECORDS = {Case: "ref", Person: "ref", Note: "case__ref", Task: "case__ref",
           Attachment: "case__ref"}  # fmt: skip
KINDS = list(RECORDS)


class Leak(AssertionError):  # noqa: N818 - what it is
    """Somebody was shown what is not theirs; or was refused what is."""


class Checks(Steps):
    """The half of the walk that looks."""

    looked: int = 0
    figures: Counter
    surfaces: Counter

    def look(
        self,
        who: str,
        url: str,
        surface: str,
        *,
        opens: bool | None = None,
        sent: dict | None = None,
    ) -> str:
        """One answer of the house, weighed word by word."""
        client = self.at_the_screen_of(who)
        response = client.post(url, sent) if sent is not None else client.get(url)
        self.figures["looks"] += 1
        self.surfaces[surface] += 1
        text = response.getvalue().decode(errors="replace")
        here = f"{surface} {url} for {who}"
        if opens is not None:
            is_open = response.status_code == 200 or (
                response.status_code == 302 and "/sign-in/" not in response["Location"]
            )
            self.must(is_open == opens, f"{here} answered {response.status_code}")
            self.must(is_open or response.status_code in (302, 404), f"{here}: not 404")
        if response.status_code == 404:  # it says the address that was asked for, and no more
            text = text.replace(url.partition("?")[0], "")
        self.weigh(who, text, here, known=sent.values() if sent else ())
        return text

    def must(self, is_so: bool, said: str) -> None:
        self.figures["answers"] += 1
        if not is_so:
            raise Leak(said)

    def weigh(self, who: str, text: str, here: str, known: Iterable[str] = ()) -> None:
        """Each canary in it is theirs to read; so is each mark of a file that is kept close."""
        typed = {word.lower() for said in known for word in said.split()}
        for word in {found.lower() for found in CANARY.findall(text)} - typed:
            whose = self.state.canaries[word]
            self.must(self.may_read(who, whose.record, whose.kind), f"{here} told {whose}")
        for ref in set(REFS.findall(text)) if "/ledger/" not in here else ():
            self.must(self.may_know_of(who, ref), f"{here} named {ref}")
        for number in set(NUMBERS.findall(text)) & self.state.numbers.keys() - typed:
            self.must(self.may_know_of(who, self.state.numbers[number]), f"{here} told {number}")

    def may_read(self, who: str, record: str, kind: str) -> bool:
        policy = self.state.policy
        if kind == "case":
            return record in policy.cases and policy.opens(who, policy.cases[record])
        if kind == "family":
            members = self.state.families.get(record, ())  # a family that went has none
            return any(self.may_read(who, member, "identity") for member in members) or any(
                policy.opens(who, file) for file in policy.cases.values() if file.family == record
            )  # a case is called by the name of its family
        return record in policy.people and policy.reads(who, record, kind)

    def may_know_of(self, who: str, ref: str) -> bool:
        """A case that is kept close is not even named; one opened in an emergency was told."""
        policy, case = self.state.policy, self.state.policy.cases.get(ref)
        if case:
            return not case.group or case.was_opened_so or policy.opens(who, case)
        person = ref in policy.people and any(f.group for f in policy.files_of(ref))
        return not person or policy.sees(who, ref) or bool(policy.received(who, ref))

    def turn(self, n: int, things: Sequence) -> int:
        """Which of them, another at each look: small numbers come up so often."""
        return (n + self.looked) % len(things)

    def may_open(self, who: str, key: str) -> bool:
        return self.state.policy.opens(who, self.state.policy.cases[key])

    # Page by page.

    @invariant()
    def a_step_was_made(self):
        self.figures["steps"] += 1
        self.looked += 1

    @rule(who=WHO, n=N, m=N)
    @precondition(lambda self: self.cases)
    def a_case(self, who, n, m):
        surface, path = OF_A_CASE[self.turn(m, OF_A_CASE)]
        key = self.cases[n % len(self.cases)]
        self.look(who, f"/cases/{key}/{path}", surface, opens=self.may_open(who, key))

    @rule(who=WHO, n=N)
    @precondition(lambda self: self.cases)
    def work_in_a_case(self, who, n):
        """Who has it open by an emergency reads, and does not write."""
        key = self.cases[n % len(self.cases)]
        answer = self.at_the_screen_of(who).get(f"/cases/{key}/notes/new/").status_code
        self.figures["looks"] += 1
        self.surfaces["form"] += 1
        file = self.state.policy.cases[key]
        may = self.state.policy.works_on(who, file)
        wanted = {200, 409} if may else {403} if self.may_open(who, key) else {404, 302}
        self.must(answer in wanted, f"the form of {key} answered {who} {answer}")

    @rule(who=WHO, n=N)
    @precondition(lambda self: self.state.papers)
    def a_paper(self, who, n):
        paper = list(self.state.papers)[n % len(self.state.papers)]
        key, content = self.state.papers[paper]
        if key in self.state.policy.cases:
            may = bool(content) and self.may_open(who, key)
            url = f"/cases/{key}/attachments/{paper}/"
            text = self.look(who, url, "attachment", opens=may)
            self.must(not may or content in text, f"{url} told {who} nothing")

    @rule(who=WHO, n=N, m=N)
    @precondition(lambda self: self.people)
    def a_person(self, who, n, m):
        key, policy = self.people[n % len(self.people)], self.state.policy
        page = OF_A_PERSON[m % len(OF_A_PERSON)]
        url, meets = page.format(key), page == OF_A_PERSON[0] and bool(policy.received(who, key))
        sees = policy.sees(who, key)
        works = any(policy.works_on(who, file) for file in policy.files_with(key))
        if "new" in url and sees and not works:
            return
        self.look(who, url, "person", opens=sees or meets)

    @rule(who=WHO, n=N)
    @precondition(lambda self: self.state.families)
    def a_family(self, who, n):
        family = list(self.state.families)[n % len(self.state.families)]
        members = self.state.families[family]
        may = any(self.state.policy.sees(who, person) for person in members)
        self.look(who, f"/people/families/{family}/", "family", opens=may)

    # Lists, counts, searches.

    @rule(who=WHO, url=st.sampled_from(LISTS))
    def a_list(self, who, url):
        self.look(who, url, "list")

    @rule(who=WHO, n=N)
    @precondition(lambda self: self.people)
    def a_search(self, who, n):
        """By the names they told us: found by who sees them, known of where offices share it."""
        key, policy = self.people[n % len(self.people)], self.state.policy
        if policy.staff[who].is_gone:
            return
        sent = {"q": self.state.named[key], "born": "1990"}
        text = self.look(who, "/search/", "search", sent=sent)
        if not any(p.role in ("caseworker", "supervisor") for p in policy.staff[who].places):
            return
        found = f"/people/{key}/" in text
        self.must(found == policy.sees(who, key), f"search of {key} found {found} for {who}")
        told = {name for name in self.state.offices if f"Office{name}" in text}
        own = {place.office for place in policy.staff[who].places}
        wanted = set() if policy.sees(who, key) else policy.knowing(key)
        self.must(told - own == wanted - own, f"known: {told} and not {wanted} for {who}")

    @rule(who=WHO, n=N)
    @precondition(lambda self: self.cases)
    def a_number(self, who, n):
        key = self.cases[n % len(self.cases)]
        number = next(number for number, ref in self.state.numbers.items() if ref == key)
        text = self.look(who, "/search/", "search", sent={"q": number})
        self.must(self.may_open(who, key) or f"/cases/{key}/" not in text, f"{number} to {who}")

    # What takes one number comes first by its name, and Hypothesis likes what comes first: quick.
    @rule(n=N)
    def a_count(self, n):
        """What lists, counts and exports stand on; and what the database shows without asking."""
        who, kind = NAMES[self.turn(n, NAMES)], KINDS[self.turn(n, KINDS)]
        self.count(who, kind)

    def ask_again(self, *concerned: str) -> None:
        """What was given or taken is obeyed by the very next question of those concerned."""
        for who in concerned:
            if who:
                self.count(who, Case)
                self.count(who, Person)

    def count(self, who: str, kind: type[Model]) -> None:
        self.figures["looks"] += 1
        self.surfaces["count"] += 1
        user, wanted = self.state.user(who), self._records(who, kind)
        shown = kind._default_manager.accessible_to(user).values_list(RECORDS[kind], flat=True)
        shown = set(map(str, shown))
        self.must(shown <= wanted, f"{kind.__name__} opens too wide for {who}")
        if kind in (Case, Person):
            self.must(shown == wanted, f"{kind.__name__}: too few for {who}")
        if rls_installed():
            self.surfaces["second wall"] += 1
            with rls_user(user, by_action=False):
                rows = set(map(str, kind._default_manager.values_list(RECORDS[kind], flat=True)))
            told = self._disclosed(who, kind)
            self.must(rows <= wanted | told, f"the wall shows {who} too many {kind.__name__}")

    def _disclosed(self, who: str, kind: type[Model]) -> set[str]:
        """Rows that are there for them, and not to read: what they may erase or partly receive."""
        policy = self.state.policy
        if kind is Case:
            return {k for k, file in policy.cases.items() if policy.does(who, file, ERASES)}
        if kind is Person:
            return {
                key for key in policy.people
                if policy.received(who, key)
                or any(policy.does(who, file, ERASES) for file in policy.files_with(key))
            }  # fmt: skip
        return set()

    def _records(self, who: str, kind: type[Model]) -> set[str]:
        policy = self.state.policy
        if kind is Person:
            return {key for key in policy.people if policy.sees(who, key)}
        return {key for key, file in policy.cases.items() if policy.opens(who, file)}

    # What leaves the house, and what is told of it.

    @rule(who=WHO, n=N)
    @precondition(lambda self: self.cases)
    def a_pdf(self, who, n):
        key = self.cases[n % len(self.cases)]
        if n % 3 == 0 or not self.may_open(who, key):
            self.look(who, f"/cases/{key}/summary.pdf", "pdf", opens=self.may_open(who, key))

    @rule(who=WHO)
    def a_feed(self, who):
        """A calendar program cannot sign in: the address alone opens it, to its owner's files."""
        user = self.state.user(who)
        key = user.calendar_key or user.rotate_calendar_key(by=user)
        self.look(who, f"/calendar/{key}.ics", "feed", opens=user.is_active)

    @rule(who=WHO)
    def notices(self, who):
        self.look(who, "/notices/", "notices")

    @rule(who=WHO)
    def what_partners_read(self, who):
        self.look(who, "/people/disclosures/", "shared")

    @rule(who=st.sampled_from(["jean", "awa", "sonia", "ana"]))
    def the_ledger(self, who):
        self.look(who, "/ledger/", "ledger")

    @rule(who=st.sampled_from(["sonia", "saul", "simon", "awa"]), n=N, m=N)
    @precondition(lambda self: self.cases)
    def as_a_colleague(self, who, n, m):
        """Looking as somebody gains nobody anything: what opens, opens to both."""
        colleague, key = NAMES[n % len(NAMES)], self.cases[m % len(self.cases)]
        client, user = self.at_the_screen_of(who), self.state.user(colleague)
        if client.post(f"/look/{user.ref}/").status_code != 303:
            return
        self.must(not self.state.policy.staff[who].is_gone, f"{who} looked as {colleague}")
        both = self.may_open(who, key) and self.may_open(colleague, key)
        if not (
            who in self.file_of(key).emergencies or colleague in self.file_of(key).emergencies
        ):
            self.look(who, f"/cases/{key}/", "view-as", opens=both)
        for url in ("/cases/", "/today/"):
            self.look(who, url, "view-as")
        client.post("/look/end/")
