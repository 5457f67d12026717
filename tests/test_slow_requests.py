"""Whoever sends slowly, or never ends, keeps nobody else from working."""

import json
from contextlib import closing

import pytest

from tests.houses import House
from tests.slow_clients import (
    FURNISH,
    Person,
    Place,
    free_port,
    held,
    wait_for,
    work_together,
)


@pytest.fixture(scope="module")
def served(new_house):
    """An installation that serves on this machine, and two people who are signed in."""
    house: House = new_house()
    told = json.loads(house.python(FURNISH))
    place = Place(free_port())
    process = house.open("--port", str(place.port), "--hands", "0")
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


@pytest.mark.parametrize("count", [1, 8, 40])
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
