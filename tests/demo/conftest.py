"""One telling of the story for all tests of the room; it is frozen."""

from __future__ import annotations

import pytest

from relata.demo import Story, story


@pytest.fixture(scope="session")
def departures() -> Story:
    return story()
