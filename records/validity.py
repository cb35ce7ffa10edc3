"""From when until when a row holds: both days belong to it, and no end means for ever."""

from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.db.models import Func


def days() -> Func:
    """The days from ``since_date`` to ``until_date`` as a range, for constraints against overlapping."""
    return Func(
        "since_date",
        "until_date",
        RangeBoundary(inclusive_lower=True, inclusive_upper=True),
        function="daterange",
        output_field=DateRangeField(),
    )
