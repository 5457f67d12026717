"""Whoever sends slowly, or never ends, keeps nobody else from working: behind a proxy too."""

import json
import re
import ssl
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.crash.web import Served
from tests.support.installations import Installation
from tests.support.slow_clients import (
    FURNISH,
    Person,
    Place,
    free_port,
    held,
    wait_for,
    work_together,
)


@pytest.fixture(scope="module")
def served(new_installation):
    """An installation that serves on this machine, and two people who are signed in."""
    house: Installation = new_installation()
    told = json.loads(house.python(FURNISH))
    place = Place(free_port())
    process = house.open("--port", str(place.port), "--background-workers", "0")
    try:
        wait_for(place)
        yield (
            place,
            [Person(place, cookie, told["case"], told["form"]) for cookie in told["cookies"]],
        )
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def place(served):
    return served[0]


@pytest.fixture
def people(served):
    for person in served[1]:
        person.answers.clear()
    return served[1]


@pytest.mark.parametrize(
    "count",
    [8, pytest.param(1, marks=pytest.mark.nightly), pytest.param(40, marks=pytest.mark.nightly)],
)
def test_requests_that_are_never_finished_keep_nobody_from_working(place, people, count):
    with held(place, count):
        work_together(people, 20)
    assert people[0].answers == [200, 303] * 10
    assert people[1].answers == [200, 303] * 10


def test_what_is_too_large_is_refused_before_it_is_read(place):
    with closing(place.connect()) as line:
        line.sendall(
            b"POST /sign-in/ HTTP/1.1\r\nHost: localhost:%d\r\nContent-Length: 900000000\r\n"
            b"Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n" % place.port
        )
        assert b"HTTP/1.1 413" in line.recv(65536)


def test_an_address_that_is_no_utf_8_is_answered_by_a_page(place):
    with closing(place.connect()) as line:
        line.sendall(b"GET /%%ff HTTP/1.1\r\nHost: localhost:%d\r\n\r\n" % place.port)
        assert b"HTTP/1.1 404" in line.recv(65536)


@pytest.mark.nightly
def test_a_question_for_headers_alone_gets_no_body(place):
    with closing(place.connect()) as line:
        line.sendall(
            b"HEAD /a/ HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n\r\n" % place.port
        )
        answer = b""
        while piece := line.recv(65536):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"\r\n\r\n")


# Unfinished requests behind the documented proxy, and on an office's network, stop nobody.

OPERATIONS = Path(__file__).parents[1] / "docs" / "operations.md"
ANY_CERTIFICATE = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
ANY_CERTIFICATE.check_hostname, ANY_CERTIFICATE.verify_mode = False, ssl.CERT_NONE


def furnished(home: Path, **more) -> tuple[Served, dict]:
    served = Served(home, free_port(), **more)
    served.run("-m", "amparo", "migrate", "--verbosity", "0")
    return served, json.loads(served.run("-c", FURNISH))


def all_can_work(place: Place, told: dict, count: int) -> None:
    people = [Person(place, cookie, told["case"], told["form"]) for cookie in told["cookies"]]
    wait_for(place)
    with held(place, count):
        work_together(people, 20)
    assert [person.answers for person in people] == [[200, 303] * 10] * 2


def documented_proxy(folder: Path, served: Served, port: int) -> Path:
    """The configuration that operations.md gives, with the addresses of this test."""
    (block,) = re.findall(r"```\n(limit_conn_zone.*?)```", OPERATIONS.read_text(), re.DOTALL)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", folder / "amparo.key",
         "-out", folder / "amparo.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    for ours, theirs in (
        ("443 ssl", f"127.0.0.1:{port} ssl"), ("amparo.example.org", "localhost"),
        ("/etc/ssl/", f"{folder}/"), ("127.0.0.1:8000", f"127.0.0.1:{served.port}"),
    ):  # fmt: skip
        assert ours in block
        block = block.replace(ours, theirs)
    written = folder / "nginx.conf"
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    written.write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ {temporary} {block} }}\n"
    )
    return written


@pytest.mark.parametrize("count", [8, 40, 200])
def test_behind_the_documented_proxy(debian_nginx, tmp_path, count):
    served, told = furnished(
        tmp_path / "home", more={"AMPARO_BEHIND_PROXY": "1", "AMPARO_HTTPS": "1"}
    )
    place = Place(free_port(), context=ANY_CERTIFICATE, said="https://localhost")
    written = documented_proxy(tmp_path, served, place.port)
    served.open()
    proxy = subprocess.Popen([debian_nginx, "-c", written, "-p", tmp_path])
    try:
        all_can_work(place, told, count)
    finally:
        proxy.terminate()
        proxy.wait(30)
        served.close()


def test_on_the_network_of_an_office(office_network, tmp_path):
    served, told = furnished(
        tmp_path / "home", more={"AMPARO_HTTPS": "1"},
        arguments=("--network", "--address", "127.0.0.1", "--certificate-port", str(free_port())),
    )  # fmt: skip
    served.open()
    try:
        time.sleep(1)
        all_can_work(Place(served.port, context=ANY_CERTIFICATE), told, 40)
    finally:
        served.close()


def test_a_line_that_stands_still_is_closed_and_one_that_goes_on_is_heard(
    office_network, tmp_path
):
    """By progress and not in all: an upload over a slow line arrives, however long it takes."""
    served, _told = furnished(tmp_path / "home")
    served.open()
    place = Place(served.port)
    try:
        wait_for(place)
        _one_stands_still_and_one_goes_on(place)
    finally:
        served.close()


def _one_stands_still_and_one_goes_on(place: Place) -> None:
    with closing(place.connect()) as still, closing(place.connect()) as slow:
        head = b"POST /sign-in/ HTTP/1.1\r\nHost: localhost:%d\r\nContent-Length: 9000\r\n\r\n"
        still.sendall(head % place.port)
        slow.sendall(head % place.port)
        still.settimeout(60)
        begun = time.monotonic()
        for _each in range(90):
            slow.sendall(b"a" * 100)
            if time.monotonic() - begun < 24:
                time.sleep(0.25)
        assert b"HTTP/1.1 403" in slow.recv(65536)  # it has no token of a form: Django answered
        assert b"HTTP/1.1 408" in still.recv(65536)
