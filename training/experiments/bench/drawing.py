"""Charts of what experiments give."""

from __future__ import annotations

from ....core.charts import Chart, scores_chart
from ..base import Table


def table_chart(table: Table, title: str = "") -> Chart:
    """A table as bars: ours with their intervals, the paper's figures as marks, the rows that could not be run said."""
    return scores_chart(
        {line.name: line.ours for line in table.lines},
        {line.name: line.paper for line in table.lines},
        {line.name: line.why for line in table.lines if line.why},
        columns=table.columns,
        score=table.metric,
        title=title or table.title,
    )
