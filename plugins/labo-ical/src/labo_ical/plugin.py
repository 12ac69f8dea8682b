"""What the entry point names: the hooks of this plugin."""

from collections.abc import Sequence

from labo_ical.exporter import IcalExporter
from labo_ical.importer import IcalImporter
from labo_partenariats.plugin import Exporter, Importer, hookimpl


@hookimpl
def labo_importers() -> Sequence[Importer]:
    """The reader of calendars."""
    return (IcalImporter(),)


@hookimpl
def labo_exporters() -> Sequence[Exporter]:
    """The writer of iCalendar feeds."""
    return (IcalExporter(),)
