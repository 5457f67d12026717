"""The same definitions on DuckDB and on ClickHouse: equal, row for row.

chdb is ClickHouse inside this process: 900 MB, so no lock of ours names it, and all of this
runs at night where it is installed (`pip install --group clickhouse-nightly`).
"""

import ssl
import tempfile
import threading
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest

from amparo.foundation.core.tests.test_http_client import certificate
from amparo.pillars.assistance.services.models import ServiceProvided
from amparo.pillars.evidence import clickhouse, computing, shipped
from amparo.pillars.evidence.clickhouse import ServerStore, new_store
from amparo.pillars.evidence.engine import compute, month_rows, total
from amparo.pillars.evidence.figures import ACTIVITY, FOR_WHOM, earlier, spans_of
from amparo.pillars.evidence.grammar import Definition
from amparo.pillars.evidence.models import Computation, StoredFigures
from amparo.pillars.evidence.store import FactStore

from . import made_up_facts
from .made_up_facts import TODAY

DEFINITIONS = {
    said["code"]: said["definition"] for said in shipped.indicators() if said["definition"]
}
# What shipped indicators do not ask: every kind of filter, and a median that lies between two.
OTHERS = {
    "quotes": {"count": "persons", "of": "services", "by": ["service", "sex"],
               "where": {"service": ["O'Higgins", 'a "b" \\ c', "مأوى"]}},
    "unrestricted": {"count": "services", "of": "services", "by": ["kind", "office"],
                     "where": {"is_restricted": [False], "office": ["3", "12"]}},
    "either": {"count": "persons", "of": "cases", "by": ["status"],
               "where": {"has_consent": [True, False]}, "share": {"age_group": ["child"]}},
    "area": {"median": "days", "of": "referrals", "by": ["area1", "area2", "service"],
             "where": {"is_answered": True, "area1": ["1", "2", "3"]}},
}  # fmt: skip


@pytest.fixture(scope="module")
def chdb(long_walk):
    pytest.importorskip("clickhouse_connect", reason="pip install --group clickhouse-nightly")
    return pytest.importorskip("chdb", reason="pip install --group clickhouse-nightly")


@pytest.fixture(scope="module")
def client_of_chdb(chdb):
    from clickhouse_connect import get_client

    return lambda: get_client(interface="chdb", settings=clickhouse.SETTINGS | {"max_threads": 1})


@pytest.fixture(scope="module")
def made_up():
    """Facts derived here, and their parts."""
    with FactStore() as store:
        yield store, made_up_facts.fill(store)


@pytest.fixture(scope="module")
def stores(made_up, client_of_chdb):
    """The same facts in both."""
    here, parts = made_up
    with ServerStore(client_of_chdb()) as there:
        open_all(there, parts)
        yield here, there


def open_all(store, parts):
    for name, contents in parts.items():
        store.open_fact(name, contents)


def all_figures(store, definition):
    """Whatever a night counts, and what is counted when a month is frozen."""
    for period, cuts, since, until in spans_of(definition, TODAY):
        yield from compute(store, definition, cuts, period=period, since=since, until=until)
    yield from compute(store, definition, [()], since=date(1900, 1, 1), until=date(2000, 1, 1))
    if {*ACTIVITY, *FOR_WHOM} <= set(definition.by):
        ordinary = replace(definition, where=(*definition.where, ("is_restricted", (False,))))
        cuts = [ACTIVITY, (*FOR_WHOM, *ACTIVITY)]
        yield from compute(store, ordinary, cuts, since=earlier(TODAY, 2), until=TODAY)


@pytest.mark.parametrize("code", [*DEFINITIONS, *OTHERS])
def test_every_figure_is_the_same(stores, code):
    definition = Definition.parse((DEFINITIONS | OTHERS)[code])
    here, there = (list(all_figures(store, definition)) for store in stores)
    assert len(here) > 100
    assert {each.is_with_branches for each in here} == {False, True}
    assert here == there


@pytest.mark.parametrize("code", [*DEFINITIONS, *OTHERS])
def test_the_rows_of_a_month_and_one_figure_of_a_target_are_the_same(stores, code):
    definition = Definition.parse((DEFINITIONS | OTHERS)[code])
    span = {"since": earlier(TODAY, 1), "until": earlier(TODAY, 0)}
    rows, totals = [], []
    for store in stores:
        found = month_rows(
            store, definition, list(definition.by), office=8, is_with_branches=True, **span
        )
        rows.append(sorted(found, key=repr))
        narrowed = (("office", ("3", "8", "19")),)
        later = {"since": date(2027, 1, 1), "until": date(2027, 12, 31)}
        ever = {"since": date(1900, 1, 1), "until": TODAY}
        totals.append([
            total(store, definition, narrowed, **ever), total(store, definition, (), **ever),
            total(store, definition, (), **later),
        ])  # fmt: skip
    assert len(rows[0]) > 20
    assert rows[0] == rows[1]
    assert [each[0] > 0 for each in totals[0]] == [True, True, False]
    assert totals[0] == totals[1]


def give(case, caseworker, day, service):
    return ServiceProvided.give(
        case, by=caseworker, service_type=service, given_on=day, quantity=Decimal(1),
        is_emergency=True,
    )  # fmt: skip


def night():
    """What a whole computation stores."""
    computing.run(Computation.objects.create())
    stored = StoredFigures.objects.order_by("version", "office", "is_with_branches")
    return [
        (each.version_id, each.office_id, each.is_with_branches, each.figures) for each in stored
    ]


@pytest.mark.django_db
def test_a_night_on_real_records_stores_the_same(
    client_of_chdb, monkeypatch, case, caseworker, other_office
):
    other_office.parent = case.office
    other_office.save()
    today = case.office.today()
    for back, service in enumerate(("food", "shelter", "food", "legal")):
        give(case, caseworker, today - timedelta(days=back), service)
    here = night()
    monkeypatch.setattr(computing, "new_store", lambda: ServerStore(client_of_chdb()))
    assert len(here) > 2
    assert night() == here


class _Handler(BaseHTTPRequestHandler):
    """ClickHouse's HTTP interface, with chdb behind it: one session."""

    protocol_version = "HTTP/1.1"
    engine = None
    heard: list = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        said = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        self.heard.append((self.headers["Authorization"], said))
        if body.startswith(b"INSERT"):  # rows follow the statement
            sql, _line, rows = body.partition(b"\n")
            with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
                file.write(rows)
                file.flush()
                source = f"FROM INFILE '{file.name}' FORMAT"
                answer = self.engine.query(sql.decode().replace("FORMAT", source))
        else:
            values = {
                name.removeprefix("param_"): text
                for name, text in said.items()
                if name.startswith("param_")
            }
            answer = self.engine.query(body.decode(), "TabSeparated", params=values)
        content = answer.bytes() or b""
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words):
        pass


@pytest.fixture
def server(chdb, tmp_path, settings):
    """A server on this machine that proves its name, and its settings; returns what it heard."""
    pem = certificate(tmp_path, "localhost")
    handler = type("Handler", (_Handler,), {"engine": chdb.connect(":memory:"), "heard": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as standing:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        standing.socket = context.wrap_socket(standing.socket, server_side=True)
        threading.Thread(target=standing.serve_forever, daemon=True).start()
        settings.AMPARO_CLICKHOUSE_URL = f"https://amparo@localhost:{standing.server_port}/default"
        settings.AMPARO_CLICKHOUSE_PASSWORD = "a long one"
        settings.AMPARO_CA_FILE = str(pem)
        yield handler.heard
        standing.shutdown()
    handler.engine.close()


def test_over_https_in_one_session_the_figures_are_the_same(made_up, server):
    here, parts = made_up
    with new_store() as there:
        open_all(there, {"services": parts["services"], "cases": parts["cases"]})
        assert there.files.store == {}
        for code in ("OPT-3", "OPT-5", "DQ-1"):
            definition = Definition.parse(DEFINITIONS[code])
            span = {"since": earlier(TODAY, 2), "until": TODAY}
            cuts = [(), definition.by[:1]]
            found = [list(compute(each, definition, cuts, **span)) for each in (here, there)]
            assert found[0]
            assert found[0] == found[1]
    assert len({said["session_id"] for _user, said in server if "session_id" in said}) == 1
    assert {user for user, _said in server} == {"Basic YW1wYXJvOmEgbG9uZyBvbmU="}
    assert server[-1][1]["log_queries"] == "0"


def test_a_server_that_does_not_prove_its_name_receives_nothing(server, tmp_path, settings):
    settings.AMPARO_CA_FILE = str(certificate(tmp_path, "other.example"))
    with pytest.raises(ConnectionError):
        new_store()
    assert server == []


def test_a_part_that_arrives_twice_ends_the_computation(made_up, client_of_chdb, monkeypatch):
    _here, parts = made_up
    client = client_of_chdb()
    insert = client.raw_insert
    monkeypatch.setattr(client, "raw_insert", lambda *a, **k: (insert(*a, **k), insert(*a, **k)))
    with ServerStore(client) as store, pytest.raises(ValueError, match="once"):
        store.open_fact("cases", parts["cases"])
