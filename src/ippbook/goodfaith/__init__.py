"""The Good-Faith arithmetic: who qualifies on which day, and what stands in the way (ipp-facts 6).

Columns in, tables out; no file and no clock. docs/good-faith.md says in plain words what is counted, and how sure that is.
"""

from ippbook.goodfaith.assess import assess, assess_reasons
from ippbook.goodfaith.explain import Explained, changes, explain
from ippbook.goodfaith.forecast import forecast
from ippbook.goodfaith.history import History
from ippbook.goodfaith.joining import Joined, join
from ippbook.goodfaith.outlook import outlook
from ippbook.goodfaith.places import places
from ippbook.goodfaith.plan import Plan, plan
from ippbook.goodfaith.rolling import rolling
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
    "places",
    "plan",
    "rolling",
    "trend",
]
