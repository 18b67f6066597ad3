"""Organisations and people that were entered twice: found, judged with reasons, merged or told apart."""

from cso_desk.features.members.service.duplicates.clusters import (
    LARGEST,
    Cluster,
    Tie,
    clusters,
    left_out_first,
)
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
    ties,
    warm_up,
)

__all__ = [
    "LARGEST",
    "LIKELY",
    "Cluster",
    "KindName",
    "Likely",
    "Pair",
    "Reason",
    "Side",
    "Tie",
    "clusters",
    "duplicates",
    "how_sure",
    "is_warm",
    "known_duplicates",
    "left_out_first",
    "likely",
    "likely_named",
    "merge",
    "reasons_of",
    "references",
    "say_distinct",
    "separate",
    "side_by_side",
    "surest_of_each",
    "ties",
    "warm_up",
    "which_to_keep",
]
