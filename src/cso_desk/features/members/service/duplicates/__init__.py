"""Organisations and people that were entered twice: found, judged with reasons, merged or told apart."""

from cso_desk.features.members.service.duplicates.finding import (
    LIKELY,
    KindName,
    Pair,
    duplicates,
    say_distinct,
)
from cso_desk.features.members.service.duplicates.merging import (
    Side,
    merge,
    references,
    separate,
    side_by_side,
    which_to_keep,
)
from cso_desk.features.members.service.duplicates.reasons import Reason, how_sure, reasons_of
from cso_desk.features.members.service.duplicates.watching import (
    Likely,
    is_warm,
    known_duplicates,
    likely,
    likely_named,
    surest_of_each,
    warm_up,
)

__all__ = [
    "LIKELY",
    "KindName",
    "Likely",
    "Pair",
    "Reason",
    "Side",
    "duplicates",
    "how_sure",
    "is_warm",
    "known_duplicates",
    "likely",
    "likely_named",
    "merge",
    "reasons_of",
    "references",
    "say_distinct",
    "separate",
    "side_by_side",
    "surest_of_each",
    "warm_up",
    "which_to_keep",
]
