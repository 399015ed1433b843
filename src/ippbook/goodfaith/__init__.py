"""The Good-Faith arithmetic: which account qualifies on which day, and which test it fails (ipp-facts 6).

Columns in, tables out; no file and no clock. docs/good-faith.md says in plain words what is counted, and how sure that is.
"""

from ippbook.goodfaith.assess import assess, assess_reasons
from ippbook.goodfaith.explain_account import ExplainedAccount, explain_account, qualification_changes
from ippbook.goodfaith.filing_advice import FilingAdvice, filing_advice
from ippbook.goodfaith.forecast import forecast
from ippbook.goodfaith.history import History
from ippbook.goodfaith.merged_history import MergedComplaints, merge_complaints
from ippbook.goodfaith.outlook import outlook
from ippbook.goodfaith.rolling_counts import rolling_counts
from ippbook.goodfaith.row_status import row_status
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.trend import trend
from ippbook.goodfaith.verdict import verdict

__all__ = [
    "ExplainedAccount",
    "FilingAdvice",
    "History",
    "MergedComplaints",
    "Terms",
    "assess",
    "assess_reasons",
    "explain_account",
    "filing_advice",
    "forecast",
    "merge_complaints",
    "outlook",
    "qualification_changes",
    "rolling_counts",
    "row_status",
    "trend",
    "verdict",
]
