"""Whoever carries the disk, a copy or the logs of a house away reads nobody's name in them."""

import base64
import gzip
import io
import json
import os
import zipfile
import zlib

import pytest

from tests.canaries.byte_search import (
    BEGINNINGS,
    FORMS,
    SPELLINGS,
    CanaryRegistry,
    has_spelling,
    search,
)
from tests.canaries.http_client import IN_CLEAR
from tests.canaries.leaks import LeakSearch, find_leaks
from tests.canaries.stored_bytes import DATABASE
from tests.crash.web import Served
from tests.support.postgres import mortal

# Each kind of word once: a name, a number, a story, a paper, a reason; what is only asked for.
A_FEW = (
    "search", "sign-in", "privacy:rights-new", "cases:emergency-new",
    "cases:note-new", "cases:incident-new", "cases:attachment-new",
    "people:document-new", "people:contact-new", "people:family-new", "people:consent-new",
    "people:community-new", "staff-new",
)  # fmt: skip


@pytest.fixture(scope="module")
def canary():
    aviary = CanaryRegistry()
    return [aviary.new("door", str(number)) for number in range(90)][70]


def found_in(content, canary):
    """Which it is said to be; one look may also see half of another way of writing it."""
    found = {hit.canary for hit in search("here", b"before" + content + b"after", [canary])}
    return found - {None} or found


def a_clean_hunt(home, aside, **more):
    Served(home, more["port"], database=more.get("database", "")).run(
        "-m", "amparo", "migrate", "--verbosity", "0"
    )
    found = find_leaks(home, aside, only=A_FEW, **more)
    assert found.leaks == []
    assert found.not_kept == []
    assert found.not_seen == []  # what is in clear, and what was hidden on purpose, was found
    assert found.planting.closed == []
    assert found.figures()["doors"] == len(A_FEW)
    assert found.figures()["of these found"] == 5


@pytest.mark.usefixtures("at_scale")
def test_nobody_is_named_in_what_an_installation_leaves_on_its_disk(tmp_path):
    a_clean_hunt(tmp_path / "house", tmp_path / "aside", port=8161)


def test_nor_in_the_files_of_its_server(own_cluster, tmp_path):
    with mortal(own_cluster) as server:
        a_clean_hunt(tmp_path / "house", tmp_path / "aside", port=8162, database=server.url)


# That it would be seen.


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_however_it_is_written(canary, form, spelling):
    for part in (part for part in BEGINNINGS if has_spelling(part, spelling)):
        content = FORMS[form](SPELLINGS[spelling](getattr(canary, part)))
        assert found_in(b"|" + content + b"|", canary) == {canary}, part


@pytest.mark.parametrize("before", [b"", b"x", b"xx"])
def test_in_base64_wherever_it_stands(canary, before):
    for text in (canary.latin, canary.arabic, canary.document):
        assert canary in found_in(base64.b64encode(before + text.encode() + b"yyy"), canary)


def as_zip(content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("x", content)
    return out.getvalue()


def as_session(content):
    return b"." + base64.urlsafe_b64encode(zlib.compress(content)).rstrip(b"=") + b":signed"


@pytest.mark.parametrize("pack", [zlib.compress, gzip.compress, as_zip, as_session])
def test_packed_and_packed_again(canary, pack):
    told = json.dumps({"name": canary.text}).encode() * 3
    assert found_in(pack(told), canary) == {canary}
    assert found_in(gzip.compress(pack(told)), canary) == {canary}
    assert found_in(pack(told)[:-9], canary) == {canary}, "Cut off, as in a log that is full."


def test_a_telephone_number_among_figures(canary):
    for told in (canary.phone, canary.phone.replace(" ", ""), canary.local):
        assert found_in(f" {told} ".encode(), canary) == {canary}
    assert found_in(f"ab{canary.local}ef".encode(), canary) == set(), "Digits of something else."


def test_what_is_not_there_is_not_found(canary):
    assert found_in(os.urandom(3_000_000), canary) == set()


def test_names_in_clear_are_expected_in_the_database_alone():
    from types import SimpleNamespace

    door, question = next(iter(IN_CLEAR)).split()
    aviary = CanaryRegistry()
    in_clear, sealed = aviary.new(door, question), aviary.new("people:person-edit", "given_names")
    planting = SimpleNamespace(aviary=aviary, refused={}, read_back=set(), doors=set())
    found = LeakSearch(planting)
    assert found.not_seen == [in_clear]
    assert found.not_kept == ["people:person-edit · given_names"]
    for kind in (DATABASE, "log"):
        for canary in aviary.canaries:
            found.hits += [(kind, hit) for hit in search(kind, canary.latin.encode(), [canary])]
    assert found.not_seen == []
    assert [(hit.where, hit.canary) for hit in found.leaks] == [
        (DATABASE, sealed), ("log", in_clear), ("log", sealed),
    ]  # fmt: skip
