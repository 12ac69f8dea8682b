"""Words of closed vocabularies, named here and rendered in the reader's language above."""

from attrs import frozen


@frozen
class Term:
    """A word of a vocabulary: the text under ``terms.GROUP.NAME`` of the message catalogues."""

    group: str
    name: str


@frozen
class Place:
    """A place in a text, counted from 1; told as «ligne 3, colonne 5»."""

    line: int
    column: int | None = None
