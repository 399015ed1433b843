"""The cells that charts show, and the values that charts keep of them: one function finds the charts whose values are old, and gives the new parts."""

from ippbook.formulas.charts.current_charts import ChartUpdates, chart_updates

__all__ = ["ChartUpdates", "chart_updates"]
