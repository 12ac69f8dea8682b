"""What the calendar says of itself: its name, and which part of the plan it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from labo_ical.cleaning import Publisher
from labo_ical.selection import CRITERIA, Selection
from labo_ical.settings import Ranges, Settings
from labo_ical.texts import word
from labo_ical.writing import Head
from labo_partenariats import Programme

#: What dates a first feed whose programme has no date: any day would do, as long as it stays the same.
_NO_DATE = dt.date(2000, 1, 1)


def feed_head(programme: Programme, settings: Settings, selection: Selection) -> Head:
    """The head of a first feed; whether it needs a zone is not known yet."""
    public = Publisher(settings.language, settings.personal_data)
    name = public.line(programme.title) or word("calendar", settings.language)
    names = [public.line(each) for criterion in CRITERIA for each in selection.asked.get(criterion, ())]
    if names:
        name = word("calendar_selection", settings.language, name=name, selection=", ".join(names))
    document = programme.document
    day = (document.saved or document.created if document else None) or _NO_DATE
    summary = [public.text(programme.summary[0])] if programme.summary else []
    return Head(
        name=name,
        description="\n".join(filter(None, (*_held(settings, selection, public), *summary))),
        source=settings.source,
        mark=selection.mark,
        modified=dt.datetime.combine(day, dt.time(), dt.UTC),
        has_zone=False,
    )


def _held(settings: Settings, selection: Selection, public: Publisher) -> Iterator[str]:
    """Sentences that say exactly which sessions the feed holds."""
    language = settings.language
    either = word("either", language)
    conditions = [
        word(f"condition_{criterion}", language, names=either.join(map(public.line, selection.names[criterion])))
        for criterion in CRITERIA
        if selection.names.get(criterion)
    ]
    if not all(selection.names.values()):
        yield word("holds_gone", language)
    elif conditions:
        yield word("holds_part", language, conditions=word("and_also", language).join(conditions))
        if selection.concern is not None:
            yield word("holds_personal", language)
    else:
        yield word("holds_all", language)
    if settings.ranges is not Ranges.SPAN:
        yield word(f"ranges_{settings.ranges.value}", language)
