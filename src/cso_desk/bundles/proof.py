"""What other hubs are proved to hold: told by their own files and by nothing else."""

from collections.abc import Mapping

from sqlalchemy import Connection

from cso_desk.bundles.chain import Journal, chain_at, chain_start
from cso_desk.bundles.manifest import Manifest
from cso_desk.bundles.network_part import out_of_use
from cso_desk.journal.streams import Stream, last_held
from cso_desk.trust.certificates import Certificate

NUMBER = ""
"""The `held` row with this replica and scope holds the number of the file that said what a device holds."""

_REPORTED_BUNDLES = 50


def proved(journal: Journal, known: Mapping[str, Certificate], hub: str) -> dict[Stream, int]:
    """How far a hub is proved to hold each stream: what all of its devices that ever reported hold.

    A device that was replaced counts no more, unless it was heard of since: then it lives on beside a copy.
    Nothing is known of one that never reported, and who holds another history under the same name holds
    nothing of this one.
    """
    connection = journal.connection
    unused = replaced(connection, known) | out_of_use(connection)
    said = [
        vector
        for device, vector in proved_by(connection).items()
        if device in known and known[device].hub == hub and device not in unused
    ]
    found = {}
    for number, stream in journal.streams.items():
        points = {vector.get(stream, (0, "")) for vector in said}
        if points and all(seq and _is_ours(journal, number, seq, chain) for seq, chain in points):
            found[stream] = min(seq for seq, _chain in points)
    return found


def proved_by(connection: Connection) -> dict[str, dict[Stream, tuple[int, str]]]:
    """What each device said it holds in its last word: how far, and the start of the chain there."""
    said: dict[str, dict[Stream, tuple[int, str]]] = {}
    for device, replica, scope, seq, chain in connection.exec_driver_sql("SELECT * FROM held"):
        said.setdefault(str(device), {})[Stream(replica, scope)] = (seq, chain)
    return said


def _is_ours(journal: Journal, number: int, seq: int, chain: str) -> bool:
    """Whether what somebody holds up to `seq` is what is held here, as far as that can be told."""
    if not journal.start(number)[0] <= seq <= last_held(journal.connection, number):
        return True
    return chain_start(chain_at(journal, number, seq)) == chain


def replaced(connection: Connection, known: Mapping[str, Certificate]) -> set[str]:
    """Devices that became another one, which was met after their last word."""
    run = connection.exec_driver_sql
    met = {replica: int(at) for replica, at in run("SELECT replica, met_at FROM device")}
    words = run("SELECT device, max(at) FROM bundle WHERE direction = 'in' GROUP BY device")
    last_word = {device: int(at) for device, at in words}
    successors = [one for one in known.values() if one.previous]
    return {one.previous for one in successors if met[one.replica] >= last_word.get(one.previous, 0)}


def taken_from(connection: Connection, hub: str) -> list[str]:
    rows = connection.exec_driver_sql(
        "SELECT uid FROM bundle WHERE direction = 'in' AND hub = ? AND status = 'taken'"
        " ORDER BY at DESC LIMIT ?",
        (hub, _REPORTED_BUNDLES),
    )
    return [uid for (uid,) in rows]


def keep_vector(connection: Connection, manifest: Manifest) -> None:
    """The newest word of a device on what it holds replaces its earlier ones: it may have taken back some."""
    if manifest.kind == "hello":
        return
    device = manifest.from_device
    run = connection.exec_driver_sql
    last = run(
        "SELECT seq FROM held WHERE device = ? AND replica = ? AND scope = ?", (device, NUMBER, NUMBER)
    ).scalar()
    # Whoever asks is believed whatever its number: two copies of one computer count on side by side.
    if last is not None and last >= manifest.number and manifest.kind != "request":
        return
    run("DELETE FROM held WHERE device = ?", (device,))
    run("DELETE FROM wanted WHERE device = ?", (device,))
    if manifest.wants:
        run("INSERT INTO wanted VALUES (?, ?)", [(device, sha256) for sha256 in manifest.wants])
    rows = [(device, NUMBER, NUMBER, manifest.number, "")]
    rows += [(device, *told) for told in manifest.vector]
    run("INSERT INTO held VALUES (?, ?, ?, ?, ?)", rows)
