"""Which hubs still lack titles or files of sets that they were promised."""

from cso_desk.bundles.holdings import holdings
from cso_desk.features.library.service.sets import promised_titles
from cso_desk.store.store import Store


def hubs_lacking_sets(store: Store) -> list[str]:
    """The hubs that are not proved to hold every title of their sets with all files, by code."""
    promised = promised_titles(store)
    if not promised:
        return []
    every = {title: records for titles in promised.values() for title, records in titles.items()}
    found = {each.hub: each for each in holdings(store, every)}
    return [
        hub for hub, titles in promised.items() if hub in found and not titles.keys() <= found[hub].complete
    ]
