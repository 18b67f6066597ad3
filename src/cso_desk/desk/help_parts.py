"""What help is made of: a page with steps and keys, a topic that belongs to several pages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Help:
    """Message ids. `keys` are pairs of a key and what it does; `more` names topics of `help_topics`.

    `title` is what a page is called that has no place in the sidebar.
    """

    purpose: str
    steps: tuple[str, ...]
    keys: tuple[tuple[str, str], ...] = ()
    more: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Topic:
    """Message ids: a heading and short sentences."""

    title: str
    said: tuple[str, ...]
