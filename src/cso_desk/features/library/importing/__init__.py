"""Takes over lists of titles, out of spreadsheets and out of other library programs."""

from cso_desk.features.library.importing.exchanged import is_exchanged, read_exchanged
from cso_desk.features.library.importing.lists import plan_import, run_import

__all__ = ["is_exchanged", "plan_import", "read_exchanged", "run_import"]
