"""A new root that waits for signatures: a file that goes from holder to holder of a root key, and back.

The file holds nothing secret. What it asks for is told by the 24 digits of the new root, which whoever asks
reads to each holder by telephone: a file that somebody changed on its way has other digits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import msgspec

from cso_desk.errors import UserError
from cso_desk.trust.certificates import Certificate, read_certificate
from cso_desk.trust.rights import hub_name
from cso_desk.trust.roots import Root, chain_of, propose_root, read_proposed, signed_together
from cso_desk.trust.signing import BadTrustError, public_key, read_strictly
from cso_desk.wording import _, ngettext

ENDING = ".csoroot"
_FORMAT = 1
_MOST_BYTES = 4 << 20
_MOST_ROOTS = 128
_MOST_COMPUTERS = 32


class _File(msgspec.Struct, frozen=True):
    format: int
    roots: list[str]
    proposed: str
    computers: list[str]


@dataclass(frozen=True)
class RootRequest:
    """`chain`: the roots until now; `proposed`: the one that shall follow, with the signatures so far.

    `computers`: the certificates of those that would enter others, as far as the asking computer has them.
    """

    chain: tuple[Root, ...]
    proposed: Root
    computers: tuple[Certificate, ...] = ()

    @property
    def now(self) -> Root:
        """The root that holds until enough keys have signed."""
        return self.chain[-1]

    @property
    def signed(self) -> int:
        """How many keys of the root of now signed; `now.threshold` are needed."""
        return len(self.now.keys & self.proposed.signers)

    @property
    def complete(self) -> bool:
        """Whether enough keys signed for it to become the root."""
        return self.now.approves(self.proposed) and self.proposed.approves(self.proposed)

    @property
    def new_keys(self) -> bool:
        """Whether other keys take the place of those of now."""
        return self.proposed.keys != self.now.keys

    @property
    def leaving(self) -> int:
        """How many computers that enter others now would not any more."""
        return len(self.now.registrars - self.proposed.registrars)

    @property
    def coming(self) -> tuple[Certificate, ...]:
        """The computers that would enter others and do not yet."""
        return tuple(one for one in self.computers if one.key not in self.now.registrars)

    @property
    def counting(self) -> frozenset[bytes]:
        """The keys whose signatures mean something on it."""
        return self.now.keys | self.proposed.keys


def sign_request(request: RootRequest, keys: Iterable[bytes]) -> RootRequest:
    """The request with the signatures of private root keys. Raises UserError where one is wrong."""
    made = request
    for key in keys:
        public = public_key(key)
        if public not in request.now.keys:
            raise UserError(
                _("This root key does not belong to the root of now. Its paper has the digits {digits}.",
                  digits=request.now.fingerprint)
            )  # fmt: skip
        if public in made.proposed.signers:
            raise UserError(_("This key has signed already. Another one is needed."))
        made = replace(made, proposed=_with(made, [key]))
    return made


def _with(request: RootRequest, keys: Sequence[bytes]) -> Root:
    one = request.proposed
    again = propose_root(one.version, sorted(one.keys), one.threshold, one.registrars, keys, one.issued)
    return signed_together(one, again, request.counting)


def signatures_of(request: RootRequest, other: RootRequest) -> RootRequest:
    """The request with the signatures that came on a copy of it. Raises UserError where it is another."""
    if other.proposed.body != request.proposed.body:
        raise UserError(
            _("This file asks for another root, with the digits {digits}. Take the one that belongs to this.",
              digits=other.proposed.fingerprint)
        )  # fmt: skip
    return replace(request, proposed=signed_together(request.proposed, other.proposed, request.counting))


def of_network(request: RootRequest, roots: Sequence[Root]) -> RootRequest:
    """The request, where it belongs to the network with these roots or none are known. Raises UserError."""
    if roots and roots[0].body != request.chain[0].body:
        raise UserError(
            _("This request belongs to another network, with the digits {digits}.",
              digits=request.now.fingerprint)
        )  # fmt: skip
    return request


def request_text(request: RootRequest) -> bytes:
    """The request as a file that may travel by any way."""
    return msgspec.json.encode(
        _File(
            _FORMAT,
            [root.text.decode() for root in request.chain],
            request.proposed.text.decode(),
            [one.text.decode() for one in request.computers],
        )
    )


def read_request(data: bytes) -> RootRequest:
    """The request in a file. Raises UserError where it is none, or could never become a root."""
    try:
        return _read(data)
    except BadTrustError as error:
        raise UserError(
            _("This file is no request for a new root, or it is damaged. Ask for it again.")
        ) from error


def _read(data: bytes) -> RootRequest:
    if len(data) > _MOST_BYTES:
        raise BadTrustError("too long")
    said = read_strictly(data, _File)
    if said.format > _FORMAT:
        raise UserError(_("This file was made by a newer version of the program. Install that version."))
    if len(said.roots) > _MOST_ROOTS or len(said.computers) > _MOST_COMPUTERS:
        raise BadTrustError("too much")
    chain = chain_of(text.encode() for text in said.roots)
    proposed = read_proposed(said.proposed.encode())
    if not chain or proposed.version != chain[-1].version + 1:
        raise BadTrustError("no successor")
    computers = (read_certificate(text.encode()) for text in said.computers)
    return RootRequest(chain, proposed, tuple(one for one in computers if one.key in proposed.registrars))


def told_of_request(asked: RootRequest) -> list[str]:
    """What a request asks for and how many have signed, in sentences for whoever shall sign it."""
    lines = [_("A new root is asked for, with the digits {digits}.", digits=asked.proposed.fingerprint)]
    if asked.new_keys:
        lines.append(
            ngettext("{count} new root key takes the place of those of now; {needed} must sign.",
                     "{count} new root keys take the place of those of now; {needed} must sign.",
                     len(asked.proposed.keys), needed=asked.proposed.threshold)
        )  # fmt: skip
    lines += [
        _("The computer {name} of {hub}, {fingerprint}, would enter others.", name=one.name,
          hub=hub_name(one.hub), fingerprint=one.fingerprint)
        for one in asked.coming
    ]  # fmt: skip
    if asked.leaving:
        lines.append(
            ngettext("{count} computer that enters others now would not any more.",
                     "{count} computers that enter others now would not any more.", asked.leaving)
        )  # fmt: skip
    needed = asked.now.threshold
    lines.append(_("{count} of {needed} needed keys have signed.", count=asked.signed, needed=needed))
    return lines
