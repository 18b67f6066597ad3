"""Keys, devices, roots and directories with names, for tests of trust."""

import hashlib

from pyrage import x25519

from cso_desk.journal.identity import replica_of
from cso_desk.journal.streams import Stream
from cso_desk.trust.certificates import make_certificate
from cso_desk.trust.directory import ACTIVE, Cut, Entry, make_directory
from cso_desk.trust.network import Network
from cso_desk.trust.roots import completed, propose_root
from cso_desk.trust.signing import SEAL, public_key, seal_text, sign

AGE = str(x25519.Identity.generate().to_public())


def key_of(name):
    return hashlib.sha256(f"key of {name}".encode()).digest()


def keys_of(*names):
    return [key_of(name) for name in names]


def public(*names):
    return [public_key(key_of(name)) for name in names]


def replica(name):
    return replica_of(public_key(key_of(name)))


def device(name, hub="02", before=None):
    """A certificate; `before` names the earlier self that vouches."""
    earlier = (replica(before), key_of(before)) if before else None
    return make_certificate(key_of(name), AGE, hub, name, earlier)


def root_of(version=1, names=("ana", "bopha", "chan"), threshold=2, registrars=("desk",), signing=None):
    signers = keys_of(*(signing or names))
    return completed(propose_root(version, public(*names), threshold, public(*registrars), signers, 1000))


def entry(name, status=ACTIVE, hub="02", before=None, **more):
    return Entry(device(name, hub, before), status, **more)


def directory_of(version, *entries, root=1, signer="desk"):
    return make_directory(version, root, entries, key_of(signer), 1000)


def cut_of(name, scope, seq):
    chain = hashlib.sha256(f"{name} {scope} {seq}".encode()).digest()
    signature = sign(key_of(name), SEAL, seal_text(Stream(replica(name), scope), seq, chain))
    return Cut(scope, seq, chain.hex(), signature.hex())


def network_with(*directories, roots=None):
    chain = tuple(roots) if roots is not None else (root_of(),)
    return Network().joined(chain, directories)
