"""Numbers as a reader wants them: few digits, thousands parted, – for what there is none of."""

from __future__ import annotations

import math
from collections.abc import Sequence

NONE = "–"


def count(number: int) -> str:
    """1,234"""
    return f"{number:,}"


def score(value: float) -> str:
    """A score of 0..1 or a correlation to three digits."""
    return NONE if math.isnan(value) else _signed(f"{value:.3f}")


def spread(mean: float, deviation: float) -> str:
    """A mean with its deviation, where there is one."""
    return with_deviation(score(mean), NONE if math.isnan(deviation) else f"{deviation:.3f}")


def with_deviation(mean: str, deviation: str) -> str:
    return mean if NONE in (mean, deviation) else f"{mean} ± {deviation}"


def share(value: float) -> str:
    """A share in percent to one digit, which says neither 0 nor 100% of what is not."""
    if math.isnan(value):
        return NONE
    if 0 < value < 0.0005:
        return "<0.1%"
    return ">99.9%" if 0.9995 <= value < 1 else f"{value:.1%}"


def quantity(value: float) -> str:
    """A value in a unit of its own to four digits."""
    if math.isnan(value):
        return NONE
    return _signed(f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}")


def quantity_spread(mean: float, deviation: float) -> str:
    """A mean in a unit of its own with its deviation, where there is one."""
    return with_deviation(quantity(mean), NONE if math.isnan(deviation) else f"{deviation:.2g}")


def _signed(number: str) -> str:
    """A number with the sign that is as wide as a plus."""
    return number.replace("-", "−")


def hectares(square_metres: float) -> str:
    """m² as ha: whole from 100 on, else to three digits."""
    ha = square_metres / 1e4
    if math.isnan(ha):
        return NONE
    return f"{ha:,.0f}" if abs(ha) >= 100 else f"{ha:.3g}"


def interval(low: str, high: str) -> str:
    return NONE if NONE in (low, high) else f"{low} to {high}"


def length(metres: float) -> str:
    """Metres below 1 km, else kilometres."""
    if math.isnan(metres):
        return NONE
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:.4g} m"


def instant(iso: str) -> str:
    """An ISO 8601 instant in UTC to the minute."""
    return f"{iso[:16].replace('T', ' ')} UTC" if iso else NONE


def words(parts: Sequence[str]) -> str:
    """one, two and three"""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def plural(number: int, one: str, many: str = "") -> str:
    """1 chip, 2 chips"""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
