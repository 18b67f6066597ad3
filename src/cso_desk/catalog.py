"""The record types this program keeps, in the order in which lists and bundles name them."""

from cso_desk.features.hub.record import HUB_PROFILE
from cso_desk.features.library.record import LIBRARY_TITLE
from cso_desk.features.meetings.record import (
    ACTION,
    AGENDA_ITEM,
    ATTENDANCE,
    DECISION,
    MEETING,
    MINUTES_ENTRY,
    SERIES,
)
from cso_desk.features.members.record import ORGANISATION, PERSON, POSITION

RECORD_TYPES = (
    HUB_PROFILE,
    ORGANISATION,
    PERSON,
    POSITION,
    SERIES,
    MEETING,
    AGENDA_ITEM,
    ATTENDANCE,
    MINUTES_ENTRY,
    DECISION,
    ACTION,
    LIBRARY_TITLE,
)
