"""The Good-Faith arithmetic: who qualifies on which day, and what stands in the way (ipp-facts 6).

Columns in, tables out; no file and no clock. docs/good-faith.md says in plain words what is counted, and how sure that is.
"""

from ippbook.goodfaith.assess import assess, assess_reasons
from ippbook.goodfaith.history import History
from ippbook.goodfaith.outlook import outlook
from ippbook.goodfaith.places import places
from ippbook.goodfaith.rolling import rolling
from ippbook.goodfaith.terms import Terms

__all__ = ["History", "Terms", "assess", "assess_reasons", "outlook", "places", "rolling"]
