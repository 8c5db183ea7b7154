"""Ground and sizes as people read them."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsDistanceArea, QgsGeometry, QgsProject

from ..i18n import tr


def ground_area(geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> float:
    """Square metres on the ellipsoid."""
    measure = QgsDistanceArea()
    measure.setSourceCrs(crs, QgsProject.instance().transformContext())
    measure.setEllipsoid("EPSG:7030")  # WGS 84
    return float(measure.measureArea(geometry))


def area_text(square_metres: float) -> str:
    """An area with a unit that suits it."""
    if square_metres >= 1e6:
        return tr("{n} km²").format(n=figure(square_metres / 1e6))
    if square_metres >= 1e4:
        return tr("{n} ha").format(n=figure(square_metres / 1e4))
    return tr("{n} m²").format(n=figure(square_metres))


def bytes_text(count: float, figures: int = 3) -> str:
    """Bytes with a unit that suits them."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{figure(count, figures)} {unit}"
        count /= 1000
    return f"{figure(count, figures)} TB"


def figure(value: float, figures: int = 3) -> str:
    """So many figures, thousands in groups."""
    if value >= 10 ** (figures - 1):
        return f"{value:,.0f}"
    return f"{value:.{figures}g}"


def duration(seconds: float) -> str:
    """Seconds as a person says them: to the second, then minutes, then hours."""
    if seconds < 100:
        return tr("{n} s").format(n=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 100:
        return tr("{n} min").format(n=minutes)
    return tr("{h} h {m} min").format(h=minutes // 60, m=minutes % 60)
