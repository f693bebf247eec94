from datetime import date

from chartside.review.figures import Day, Match, by_week, matches_by_week


def test_days_make_weeks_from_monday_on() -> None:
    days = [Day(date(2026, 3, 1), 1), Day(date(2026, 3, 2), 2, 1), Day(date(2026, 3, 8), 4, 0, 1, 1)]
    assert by_week(days) == [Day(date(2026, 2, 23), 1), Day(date(2026, 3, 2), 6, 1, 1, 1)]
    matches = [(each.day, Match(each.accepted, 2, 1, 1)) for each in days]
    assert matches_by_week(matches) == [
        (date(2026, 2, 23), Match(1, 2, 1, 1)),
        (date(2026, 3, 2), Match(6, 4, 2, 2)),
    ]
