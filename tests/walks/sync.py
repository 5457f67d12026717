"""Three telephones, any order of things: nothing is lost, nothing is doubled, no change unseen.

    try_schedules(200, seed=1)

Hypothesis chooses who writes what, whose clock is wrong, which message is lost on the way there
or back, which comes twice or before its turn, and when a telephone is lost. A small model, made of
nothing but the words of docs/field-protocol.md, says what must have become of it.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

from django.db import transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import seed as seeded
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

FIELDS = {
    "safe_contact": ("Only at noon", "Never at night", "Call her sister"),
    "given_names": ("Rosa", "Rosa María", "R."),
    "sex": ("female", "other"),
}
PHONES = 3
EXPLAINED = ["interview", "purpose", "uses", "access", "retention", "withdrawal"]

phones = st.integers(0, PHONES - 1)
changes = st.sampled_from([(name, value) for name, values in FIELDS.items() for value in values])
step = st.one_of(
    st.tuples(st.just("note"), phones),
    st.tuples(st.just("change"), phones, changes),
    st.tuples(st.just("office"), changes),
    st.tuples(st.just("meet"), phones),
    st.tuples(st.just("end"), phones, st.sampled_from(["done", "dropped"])),
    st.tuples(st.just("take"), phones),
    # Which of what waits, in which order, how often each, and whether the answer comes through.
    st.tuples(st.just("send"), phones, st.randoms(use_true_random=False), st.booleans()),
    st.tuples(st.just("lose"), phones),
    st.tuples(st.just("clock"), phones, st.integers(-4000, 4000)),
)
schedule = st.lists(step, min_size=3, max_size=14)


@dataclass
class Record:
    """What the protocol says must stand in the house."""

    values: dict
    status: str = "to_do"
    text: str = ""
    made: Counter = field(default_factory=Counter)  # notes and cases, by what tells them apart
    settled: set = field(default_factory=set)
    known: dict = field(default_factory=dict)  # key → entry
    waits: dict = field(default_factory=dict)  # key → "held" or "review"
    disputed: set = field(default_factory=set)  # (key, field)

    def arrives(self, batch: list, trusted: dict) -> None:
        """In the order of their sequence, telephone by telephone; whatever is known, once."""
        for number, entry in sorted(batch, key=lambda each: (each[0], each[1]["seq"])):
            if entry["key"] not in self.known:
                self.known[entry["key"]] = (number, entry)
                self._take(number, entry, trusted)

    def _take(self, number: int, entry: dict, trusted: dict) -> None:
        if not trusted[number]:
            self.waits[entry["key"]] = "review"
        elif entry["after"] and entry["after"] not in self.settled:
            self.waits[entry["key"]] = "held"
        else:
            self.does(entry, trusted)

    def does(self, entry: dict, trusted: dict) -> None:
        self.waits.pop(entry["key"], None)
        self.settled.add(entry["key"])
        fields, key = entry["fields"], entry["key"]
        if entry["verb"] == "note.write":
            self.made[fields["text"]] += 1
        elif entry["verb"] == "case.open":
            self.made[entry["ref"]] += 1
        elif entry["verb"] == "person.change":
            for name, change in fields.items():
                self._merge(key, name, change)
        else:
            self._end(key, fields)
        for other, why in list(self.waits.items()):
            number, held = self.known[other]
            if why == "held" and held["after"] == key:
                self.waits.pop(other)
                self._take(number, held, trusted)

    def _merge(self, key: str, name: str, change: dict) -> None:
        if change["now"] in (change["was"], self.values[name]):
            return
        if change["was"] == self.values[name]:
            self.values[name] = change["now"]
        else:
            self.disputed.add((key, name))

    def _end(self, key: str, fields: dict) -> None:
        was, now = fields["status"]["was"], fields["status"]["now"]
        if now not in (was, self.status) and was == self.status:
            self.status, self.text = now, fields["text"]
            return
        if now not in (was, self.status):
            self.disputed.add((key, "status"))
        if fields["text"] != self.text:
            self.disputed.add((key, "text"))


class Play:
    """One schedule in a house of its own, and its record beside it."""

    def __init__(self, house: SimpleNamespace):
        from amparo.foundation.fieldwork.models import Device
        from amparo.foundation.fieldwork.tests.offline_device import Phone

        self.house, self.number = house, 0
        self.devices, self.phones = [], []
        for number in range(PHONES):
            user = house.workers[number % len(house.workers)]
            device, secret = Device.register(by=user, kind="field", name=f"Phone {number}")
            phone = Phone(user, public=house.public)
            phone.device, phone.secret = str(device.ref), secret
            self.devices.append(device)
            self.phones.append(phone)
        self.trusted = dict.fromkeys(range(PHONES), True)
        values = {name: getattr(house.rosa, name) for name in FIELDS}
        self.record = Record(dict(values))
        self.views = [dict(values) | {"status": "to_do"} for _each in range(PHONES)]

    def go(self, steps: list) -> None:
        for name, *how in steps:
            getattr(self, name)(*how)
        self.come_home()
        self.must_be_as_recorded()
        self.decide()

    # What happens in the field.

    def note(self, number: int) -> None:
        self.number += 1
        self.phones[number].write("note.write", self.house.case.ref, text=f"Note {self.number}")

    def change(self, number: int, change: tuple) -> None:
        name, value = change
        was, self.views[number][name] = self.views[number][name], value
        told = {name: {"was": was, "now": value}}
        phone, before = self.phones[number], self._last(number, "person.change")
        phone.write("person.change", self.house.rosa.ref, after=before, **told)

    def end(self, number: int, status: str) -> None:
        if self.views[number]["status"] != "to_do":  # on their screen it has ended
            return
        self.number += 1
        self.views[number]["status"] = status
        self.phones[number].write(
            "action.end", self.house.case.ref, ref=self.house.action.ref,
            status={"was": "to_do", "now": status}, text=f"End {self.number}",
        )  # fmt: skip

    def meet(self, number: int) -> None:
        from amparo.foundation.fieldwork.tests.offline_device import ref

        self.number += 1
        case, phone = ref(), self.phones[number]
        opened = phone.write(
            "case.open", ref=case, person={"ref": ref(), "given_names": f"Amal {self.number}"},
            consent={"how": "verbal", "language": "ar", "purposes": ["case_management"],
                     "explained": EXPLAINED},
        )  # fmt: skip
        phone.write("note.write", case, after=opened, text=f"Met {self.number}")

    def clock(self, number: int, hours: int) -> None:
        self.phones[number].clock = timedelta(hours=hours)

    def lose(self, number: int) -> None:
        self.trusted[number] = False
        self.devices[number].revoke(by=self.house.supervisor)

    def office(self, change: tuple) -> None:
        """A colleague writes on a page, where they see what stands there."""
        name, value = change
        self._rosa().change(by=self.house.supervisor, **{name: value})
        self.record.values[name] = value

    def take(self, number: int) -> None:
        """What stands in the house, but for what this telephone has still to say of it."""
        rosa, unsent = self._rosa(), set()
        for entry in self.phones[number].outbox.values():
            unsent |= entry["fields"].keys()
        for name in FIELDS:
            if name not in unsent:
                self.views[number][name] = getattr(rosa, name)
        if "status" not in unsent:
            self.house.action.refresh_from_db()
            self.views[number]["status"] = self.house.action.status

    def send(self, number: int, chance, hears: bool) -> None:
        phone = self.phones[number]
        keys = [key for key in phone.outbox if chance.random() < 0.7]
        keys += [key for key in keys if chance.random() < 0.2]
        chance.shuffle(keys)
        self._deliver(number, keys, hears)

    def _deliver(self, number: int, keys: list, hears: bool) -> None:
        from amparo.foundation.fieldwork.sync import deliveries

        phone = self.phones[number]
        entries = [phone.outbox[key] for key in keys]
        receipts = deliveries.process_delivery([phone.box_of(entry) for entry in entries])
        self.record.arrives([(number, entry) for entry in entries], self.trusted)
        for receipt in receipts if hears else ():
            phone.hear(receipt)

    def _last(self, number: int, verb: str) -> str | None:
        """The last change that waits here: the next one comes after it."""
        waiting = [each for each in self.phones[number].outbox.values() if each["verb"] == verb]
        return waiting[-1]["key"] if waiting else None

    # What must have become of it.

    def come_home(self) -> None:
        for _twice in range(2):
            for number, phone in enumerate(self.phones):
                self._deliver(number, list(phone.outbox), hears=True)
        left = {key for phone in self.phones for key in phone.outbox}
        assert left == {key for key, why in self.record.waits.items() if why == "held"}

    def must_be_as_recorded(self) -> None:
        from amparo.foundation.fieldwork.models import Conflict, OutboxEntry

        record = self.record
        rosa, action = self._rosa(), type(self.house.action).objects.get(pk=self.house.action.pk)
        assert {name: getattr(rosa, name) for name in FIELDS} == record.values
        assert action.status == record.status
        assert not action.is_over or action.end_text == record.text
        open_now = {(str(each.entry.key), each.name) for each in Conflict.objects.open()}
        assert open_now == record.disputed
        waits = {
            str(each.key): each.state
            for each in OutboxEntry.objects.all()
            if each.body is not None
        }
        assert {k: s for k, s in waits.items() if s != "conflict"} == record.waits
        assert self._made() == record.made

    def decide(self) -> None:
        """A person accepts what waits and chooses where there is a choice: then nothing waits."""
        from amparo.foundation.fieldwork.models import Conflict, OutboxDecision, OutboxEntry

        while entries := list(OutboxEntry.objects.waiting().order_by("device", "sequence")):
            for sent in entries:
                sent.refresh_from_db()
                if sent.state == "review":
                    OutboxDecision.accept(sent, by=self.house.supervisor)
                    self.record.does(self.record.known[str(sent.key)][1], self.trusted)
        self.must_be_as_recorded()
        for at, conflict in enumerate(Conflict.objects.open().order_by("name", "pk")):
            conflict.settle(by=self.house.supervisor, keep=("field", "house")[at % 2])
        assert not OutboxEntry.objects.exclude(state="done").exists()
        told = Counter(
            entry["fields"]["text"] for _n, entry in self.record.known.values()
            if entry["verb"] == "note.write"
        )  # fmt: skip
        assert dict.fromkeys(told, 1) == {
            note: count for note, count in self._made().items() if note in told
        }

    def _made(self) -> Counter:
        from amparo.pillars.assistance.cases.models import Case, Note

        notes = [note.text for note in Note.objects.all()]
        cases = [str(case.ref) for case in Case.objects.exclude(pk=self.house.case.pk)]
        return Counter(notes + cases)

    def _rosa(self):
        return type(self.house.rosa).objects.get(pk=self.house.rosa.pk)


def try_schedules(count: int, seed: int) -> dict:
    """How many were played, how much of each kind befell them, and what went wrong."""
    figures, found = Counter(), ""

    @seeded(seed)
    @hypothesis_settings(
        max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip
    @given(schedule)
    def play(steps):
        with transaction.atomic():
            one = Play(house)
            one.go(steps)
            figures["schedules"] += 1
            figures["entries"] += len(one.record.known)
            figures["conflicts"] += len(one.record.disputed)
            figures["telephones lost"] += list(one.trusted.values()).count(False)
            transaction.set_rollback(True)

    with sync_records() as house:
        try:
            play()
        except AssertionError as wrong:
            found = f"{wrong}\n" + "\n".join(getattr(wrong, "__notes__", ()))
    return {**figures, "wrong": int(bool(found)), "found": found}


@contextmanager
def sync_records() -> Iterator[SimpleNamespace]:
    """Rosa's case, two who accompany her, and who answers for them; nothing of it is kept."""
    from amparo.foundation.fieldwork.sync import deliveries
    from amparo.pillars.assistance.planning.models import CasePlan
    from tests.support.cast import Cast

    with transaction.atomic():
        cast = Cast()
        by, case = cast.caseworker, cast.case
        goal = CasePlan.begin(case, by=by).set_goal(by=by, text="A roof", horizon="long")
        action = goal.add_action(by=by, text="Ask", due_on=case.office.today())
        yield SimpleNamespace(
            rosa=cast.rosa, case=case, action=action, workers=[by, cast.colleague],
            supervisor=cast.supervisor, public=deliveries.public_key(),
        )  # fmt: skip
        transaction.set_rollback(True)
