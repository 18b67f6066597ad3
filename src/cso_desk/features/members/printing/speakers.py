"""Who speaks for institutions, as columns beside a saved list of these."""

from collections.abc import Sequence
from datetime import date

from cso_desk.features.hub.printing.seen import Beside
from cso_desk.features.members.record import Person
from cso_desk.features.members.service import representatives
from cso_desk.khmer.phones import show_phone
from cso_desk.store.store import Store
from cso_desk.wording import LANGUAGES, N_, words


def speakers_beside(store: Store) -> tuple[Beside, ...]:
    """The representative of each institution today, and the telephone numbers of the representative."""

    def people(ids: Sequence[str]) -> dict[str, Person]:
        with store.reading() as look:
            found = representatives(look, date.today().isoformat(), ids)  # noqa: DTZ011  the day on the wall
        return {body: person for body, (person, _position) in found.items()}

    def names(ids: Sequence[str], language: str) -> dict[str, str]:
        pick = words(language if language in LANGUAGES else "km").pick
        return {body: pick(each.name_km, each.name_en) for body, each in people(ids).items()}

    def phones(ids: Sequence[str], _language: str) -> dict[str, str]:
        return {body: "; ".join(map(show_phone, each.phones)) for body, each in people(ids).items()}

    return Beside(N_("Representative"), names), Beside(N_("Telephone of the representative"), phones)
