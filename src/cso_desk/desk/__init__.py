"""The window of CSO Desk: its places, its search, its steps back, and the pages no feature owns."""

from cso_desk.desk.lean_qt import import_lean

import_lean()
