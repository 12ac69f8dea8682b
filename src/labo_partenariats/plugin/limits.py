"""What an importer may consume: input is hostile until read."""

from attrs import field, frozen
from attrs.validators import gt


@frozen
class Limits:
    """
    The bounds that every importer honours; beyond one of them it raises `UnreadableSource` (code SRC009).

    Rows and cells are counted when they *hold a value*: a million formatted blank rows are harmless.
    """

    file_bytes: int = field(default=50 * 2**20, validator=gt(0))
    inflated_bytes: int = field(default=200 * 2**20, validator=gt(0))
    sheets: int = field(default=200, validator=gt(0))
    rows: int = field(default=200_000, validator=gt(0))
    cells: int = field(default=2_000_000, validator=gt(0))
    cell_characters: int = field(default=32_767, validator=gt(0))
    seconds: float = field(default=60.0, validator=gt(0))
