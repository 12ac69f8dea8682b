"""What the entry point names: the hook of this plugin."""

from collections.abc import Sequence

from labo_columns.engine import ColumnEngine
from labo_partenariats.plugin import BatchEngine, hookimpl


@hookimpl
def labo_batch_engines() -> Sequence[BatchEngine]:
    """The engine that computes batches in columns."""
    return (ColumnEngine(),)
