"""The Good-Faith arithmetic: who qualifies on which day, and what stands in the way (ipp-facts 6).

Columns in, tables out; no file and no clock. docs/good-faith.md says in plain words what is counted, and how sure that is.
"""

from ippbook.goodfaith.assess import assess, assess_reasons
from ippbook.goodfaith.explain import Explained, changes, explain
from ippbook.goodfaith.forecast import forecast
from ippbook.goodfaith.history import History
from ippbook.goodfaith.merged_history import Joined, join
from ippbook.goodfaith.outlook import outlook
from ippbook.goodfaith.plan import Plan, plan
from ippbook.goodfaith.rolling_counts import rolling_counts
from ippbook.goodfaith.row_status import row_status
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.trend import trend

__all__ = [
    "Explained",
    "History",
    "Joined",
    "Plan",
    "Terms",
    "assess",
    "assess_reasons",
    "changes",
    "explain",
    "forecast",
    "join",
    "outlook",
    "plan",
    "rolling_counts",
    "row_status",
    "trend",
]
