"""Organisations and people that were entered twice: found, judged with reasons, merged or told apart."""

from cso_desk.features.members.service.duplicates.finding import (
    LIKELY,
    KindName,
    Likely,
    Pair,
    duplicates,
    is_warm,
    likely,
    likely_named,
    say_distinct,
    warm_up,
)
from cso_desk.features.members.service.duplicates.merging import Side, merge, side_by_side, which_to_keep

__all__ = [
    "LIKELY",
    "KindName",
    "Likely",
    "Pair",
    "Side",
    "duplicates",
    "is_warm",
    "likely",
    "likely_named",
    "merge",
    "say_distinct",
    "side_by_side",
    "warm_up",
    "which_to_keep",
]
