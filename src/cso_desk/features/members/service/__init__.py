"""What can be done with organisations and people."""

from cso_desk.features.members.service.directory import (
    DirectoryRow,
    counts_by_district,
    counts_by_kind,
    directory,
    find_organisations,
    find_people,
    holds_on,
    phones_of_speakers,
    positions_of,
    representatives,
)
from cso_desk.features.members.service.keeping import (
    add_organisation,
    add_person_with_position,
    end_position,
    set_consent,
)
from cso_desk.features.members.service.matching import Known, Match, known, same_organisation, same_person

__all__ = [
    "DirectoryRow",
    "Known",
    "Match",
    "add_organisation",
    "add_person_with_position",
    "counts_by_district",
    "counts_by_kind",
    "directory",
    "end_position",
    "find_organisations",
    "find_people",
    "holds_on",
    "known",
    "phones_of_speakers",
    "positions_of",
    "representatives",
    "same_organisation",
    "same_person",
    "set_consent",
]
