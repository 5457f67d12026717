"""A ClickHouse server is named by a setting, over TLS, and gets statements that it understands."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from amparo.pillars.evidence import clickhouse
from amparo.pillars.evidence.clickhouse import new_store, translate
from amparo.pillars.evidence.store import FactStore
from amparo.site import environment

TYPES = (("until", "Date32"), ("v1", "Array(String)"))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("bool_or(is_late)", "MAX(is_late)"),
        (
            "bool_or(sex IN (SELECT unnest($v1)))",
            "MAX(sex IN (SELECT arrayJoin({v1: Array(String)})))",
        ),
        ("median(days)", "quantileExactInclusive(0.5)(days)"),  # theirs is drawn from a sample
        ("day::DATE", "CAST(day AS Nullable(Date32))"),  # Date begins in 1970
        ("bit_xor(person)", "groupBitXor(person)"),
        ("any_value(days)", "any(days) IGNORE NULLS"),
        ("day < $until", "day < {until: Date32}"),
        (
            "sex::VARCHAR IN (SELECT unnest($v1))",
            "CAST(sex AS Nullable(String)) IN (SELECT arrayJoin({v1: Array(String)}))",
        ),
    ],
)
def test_what_the_engine_writes_becomes_what_clickhouse_understands(ours, theirs):
    assert translate(f"SELECT {ours}", TYPES) == f"SELECT {theirs}"


def test_a_parameter_of_another_name_is_no_statement_of_ours():
    with pytest.raises(KeyError):
        translate("SELECT $other FROM services", TYPES)


@pytest.mark.parametrize(
    ("url", "is_right"),
    [
        ("", True),
        ("https://amparo@facts.office.lan:8443/amparo", True),
        ("https://facts.office.lan", True),
        ("http://localhost:8123", True),
        ("http://facts.office.lan:8123", False),  # in clear over a network
        ("https://amparo:secret@facts.office.lan", False),  # addresses are shown and logged
        ("clickhouse://facts.office.lan", False),
        ("https://", False),
        ("https://facts.office.lan:port", False),
        ("facts.office.lan", False),
    ],
)
def test_the_address_is_over_tls_and_holds_no_password(monkeypatch, url, is_right):
    monkeypatch.setattr(environment, "AMPARO_FAULTS", [])
    assert environment.read_clickhouse_url(url) == url
    assert [bool(environment.AMPARO_FAULTS)] == [not is_right]
    assert "secret" not in str(environment.AMPARO_FAULTS)


def test_figures_are_counted_here_unless_a_server_is_named(settings):
    with new_store() as store:
        assert type(store) is FactStore
    settings.AMPARO_CLICKHOUSE_URL = "http://127.0.0.1:9"
    with pytest.raises((ImproperlyConfigured, ConnectionError)):
        new_store()


def test_a_missing_extra_is_named(settings, monkeypatch):
    settings.AMPARO_CLICKHOUSE_URL = "https://facts.office.lan"
    monkeypatch.setattr(clickhouse, "PACKAGES", ("no_such_package",))
    with pytest.raises(ImproperlyConfigured, match="make clickhouse"):
        new_store()
