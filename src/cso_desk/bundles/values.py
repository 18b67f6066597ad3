"""What may stand in a change that comes from outside: characters, numbers, kinds, scopes."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from cso_desk.bundles.blocks import BadBlockError
from cso_desk.bundles.chain import StepFacts
from cso_desk.journal.recorder import MOST_INTEGER, MOST_LINE, MOST_TIME, readable
from cso_desk.records.forms import MOST_TEXT, form_of, most_characters
from cso_desk.records.kinds import Files, Flag, Kind, Number, Several, Stored
from cso_desk.records.record_type import RecordType
from cso_desk.trust.signing import strict_json

_MOST_DETAILS = 1 << 16
_PLACEHOLDER = re.compile(r"\{[a-z_]{1,40}\}")
_HEX32_OR_NONE = re.compile(r"(?:[0-9a-f]{32})?")

Types = Mapping[int, frozenset[type]]
Form = tuple[int, Callable[[str], bool] | None]
"""How many characters a text may have, and what else tells whether it is one of its field."""

Forms = Mapping[int, Form]


def types_of(names: Sequence[str], record_types: Mapping[str, RecordType]) -> Types:
    """The Python types that the values of known fields have, by the field's place in `names`."""
    found: dict[int, frozenset[type]] = {}
    for place, of_field in _known(names, record_types):
        if isinstance(of_field, Flag):
            found[place] = frozenset({int})
        elif isinstance(of_field, Number):
            found[place] = frozenset({int, type(None)})
        else:
            found[place] = frozenset({str})
    return found


def _known(names: Sequence[str], record_types: Mapping[str, RecordType]) -> Iterator[tuple[int, Kind]]:
    """The places of fields known here, each with its kind."""
    for place, name in enumerate(names):
        kind_name, _dot, field = name.partition(".")
        kind = record_types.get(kind_name)
        if kind is not None and field in kind.fields:
            yield place, kind.fields[field].kind


def check_values(names: Sequence[int], values: Sequence[Stored], types: Types, flags: frozenset[int]) -> None:
    """Raises BadBlockError where a value is not one that this program or a newer one could have written."""
    texts = [value for value in values if type(value) is str]
    if readable(joined := "".join(texts)) != joined or (texts and max(map(len, texts)) > MOST_TEXT):
        raise BadBlockError
    for name, told in set(zip(names, map(type, values), strict=True)):
        if name in types and told not in types[name]:
            raise BadBlockError
    numbers = [(name, value) for name, value in zip(names, values, strict=True) if type(value) is int]
    if any(abs(value) > MOST_INTEGER or (name in flags and value not in (0, 1)) for name, value in numbers):
        raise BadBlockError


def forms_of(names: Sequence[str], record_types: Mapping[str, RecordType]) -> Forms:
    """What tells whether a value of a known field has its form, by the field's place in `names`."""
    found: dict[int, Form] = {}
    for place, of_field in _known(names, record_types):
        form = _hides_nothing if isinstance(of_field, (Several, Files)) else form_of(of_field)
        found[place] = (most_characters(of_field), form)
    return found


def check_forms(names: Sequence[int], values: Sequence[Stored], forms: Forms) -> None:
    """Raises BadBlockError where a text has not the form of its field: whoever shows it relies on it."""
    for name, value in zip(names, values, strict=True):
        if value and type(value) is str and name in forms:
            most, form = forms[name]
            if len(value) > most or (form is not None and not form(value)):
                raise BadBlockError


def _hides_nothing(text: str) -> bool:
    """Whether nothing stands in the texts of a list that would be refused outside it."""
    if "\\" not in text:
        return True
    try:
        found = strict_json(text.encode())
    except ValueError:
        return False
    said = json.dumps(found, ensure_ascii=False)
    return readable(said) == said


def check_scopes(
    names: Iterable[int], values: Iterable[Stored], scope_names: frozenset[int], scope: str
) -> bool:
    """Whether records are said to be held where that is told: who holds a record learns it there.

    Else somebody could take a record of others out of reach: what they write of it afterwards would go where
    nobody takes it from them.
    """
    return all(name not in scope_names or value == scope for name, value in zip(names, values, strict=True))


def check_steps(steps: Iterable[StepFacts]) -> None:
    """Raises BadBlockError where a step could not have been written by this program or a newer one.

    A label is filled with its details, so nothing but plain `{name}` may stand in braces.
    """
    for uid, kind, label, details, actor, at, undoes in steps:
        bare = _PLACEHOLDER.sub("", label)
        good = (
            _HEX32_OR_NONE.fullmatch(uid)
            and re.fullmatch("[a-z]{1,20}", kind)
            # What was taken in is no step of its author's; it would mix up the order of undo here.
            and kind != "receive"
            and "{" not in bare
            and "}" not in bare
            and max(len(label), len(actor)) <= MOST_LINE
            and len(details) <= _MOST_DETAILS
            and 0 <= at < MOST_TIME
            and _HEX32_OR_NONE.fullmatch(undoes)
            and readable(said := label + details + actor) == said
            and _are_details(details)
        )
        if not good:
            raise BadBlockError


def _are_details(text: str) -> bool:
    """Whether a text is a JSON object in which nothing stands that would be refused outside it."""
    if text == "{}":
        return True
    try:
        found = strict_json(text.encode())
    except ValueError:
        return False
    if not isinstance(found, dict):
        return False
    # What is escaped in JSON is seen only when it is taken apart.
    said = json.dumps(found, ensure_ascii=False) if "\\" in text else ""
    return readable(said) == said
