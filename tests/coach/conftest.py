"""Somebody with a week, and with a suggestion that waits."""

import pytest

from hipapp.core.models import User
from journal.coach.models import Suggestion
from journal.coach.records import review
from poses.routines.models import Routine
from tests.coach.build import fuller_week, sore_days


@pytest.fixture
def routine(person: User) -> Routine:
    return fuller_week(person)


@pytest.fixture
def suggestion(person: User, routine: Routine) -> Suggestion:
    sore_days(person, routine)
    found = review(person).suggestion
    assert found is not None
    return found
