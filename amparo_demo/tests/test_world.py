"""What the demo tells has happened: at whatever hour it is filled, nothing lies in the future."""

from datetime import UTC, datetime

import pytest

from amparo.foundation.core import clock
from amparo_demo.world import World


@pytest.mark.parametrize("hour", [4, 15, 23])  # in La Paz 00:10, 11:10 and 19:10
def test_what_belongs_to_a_later_hour_of_today_happens_now(hour):
    now, happened = datetime(2026, 11, 29, hour, 10, tzinfo=UTC), []
    with clock.at(now):
        world = World()

    def story():
        for day, time in ((-1, "18:00"), (0, "00:05"), (0, "18:00")):
            yield world.at(day, time)
            happened.append(clock.now())

    world.tell(story())
    world.play()
    assert happened == [
        world.at(-1, "18:00"),
        world.at(0, "00:05"),
        min(now, world.at(0, "18:00")),
    ]
