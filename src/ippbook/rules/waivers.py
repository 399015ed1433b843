"""Rules on Waivers: why a waiver has no effect, and which waivers have ended. What a waiver does: `ippbook.declare.rule_overrides`."""

from datetime import date

import numpy as np
import pandas as pd

from ippbook.declare import registry, rule
from ippbook.declare.rule_overrides import can_be_tailored, code_of, codes_of, names_in, naming_columns
from ippbook.declare.wiring import Whole
from ippbook.languages import say
from ippbook.rules.rows import as_mask, cell_empty, is_filled, sentences_where
from ippbook.tables.book import fold
from ippbook.tables.column_types import DateColumn, Mask, Sentences, TextColumn


@rule(
    "WV101",
    on="Waivers",
    at="Finding",
    says="this waiver has no effect: {detail}",
)
def waiver_without_finding_code(finding: TextColumn, all_waivers: Whole) -> Sentences:
    """Waiver without the code of a finding.

    A waiver accepts the findings of one code. Findings about errors of ippbook (XX) and about waivers (WV) cannot be
    waived.

    Fix: copy the code from the column Findings or from the list of findings.
    Source: house rule: nothing disappears without a reason and a last day.
    Certainty: certain; this is how waivers work.

    Flagged:
        | Finding | About   | Reason     |
        |         | TM-CN-1 | agreed     |
        | CP999   | TM-CN-1 | agreed     |
        | WV102   | TM-CN-1 | agreed     |
        | all     | TM-CN-1 | agreed     |
    Clean:
        | Finding | About   | Reason     |
        | CP305   | TM-CN-1 | agreed     |
        | cl201   | TM-CN-1 | agreed     |
    """
    codes = codes_of(registry())

    def fault_of(text: str) -> str:
        code = code_of(text)
        if code not in codes:
            return say("“{text}” is not the code of a finding; enter one such as CP305", text=text)
        return "" if can_be_tailored(code) else say("findings with the code {code} cannot be waived", code=code)

    found = sentences_where(is_filled(finding), fault_of, finding)
    found[cell_empty(all_waivers, "finding")] = say("it has no code; enter the code of a finding, such as CP305")
    return found


@rule(
    "WV102",
    on="Waivers",
    at="Reason",
    says="this waiver has no effect, because it has no reason; enter why the team accepts the finding",
)
def waiver_without_reason(all_waivers: Whole) -> Mask:
    """Waiver without a reason.

    Whoever opens the workbook next year must see why a finding was accepted.

    Fix: enter in one sentence why the team accepts the finding.
    Source: house rule: nothing disappears without a reason and a last day.
    Certainty: certain; this is how waivers work.

    Flagged:
        | Finding | About   | Reason | Until      |
        | CP305   | TM-CN-1 |        | 2026-12-31 |
    Clean:
        | Finding | About   | Reason          | Until      |
        | CP305   | TM-CN-1 | China is on its way | 2026-12-31 |
    """
    return cell_empty(all_waivers, "reason")


@rule(
    "WV103",
    on="Waivers",
    at="Until",
    says="this waiver has no effect, because it has no last day; enter the day until which the finding is accepted",
)
def waiver_without_end(all_waivers: Whole) -> Mask:
    """Waiver without a last day.

    A waiver without an end is forgotten. When a waiver ends, someone checks the finding again.

    Fix: enter the day until which the finding is accepted.
    Source: house rule: nothing disappears without a reason and a last day.
    Certainty: certain; this is how waivers work.

    Flagged:
        | Finding | About   | Reason | Until |
        | CP305   | TM-CN-1 | agreed |       |
    Clean:
        | Finding | About   | Reason | Until      |
        | CP305   | TM-CN-1 | agreed | 2026-12-31 |
    """
    return cell_empty(all_waivers, "until")


@rule(
    "WV104",
    on="Waivers",
    at="About",
    says="this waiver has no effect, because About names nothing; enter a right, account, listing or complaint",
)
def waiver_without_name(about: TextColumn) -> Mask:
    """Waiver without a right, account, listing or complaint.

    A waiver applies to one right, account, listing or complaint. To switch off a code everywhere, use Settings.

    Fix: enter the short name of the row, or the complaint number.
    Source: house rule: nothing disappears without a reason and a last day.
    Certainty: certain; this is how waivers work.

    Flagged:
        | Finding | About | Reason | Until      |
        | CP305   |       | agreed | 2026-12-31 |
        | CP305   | ;     | agreed | 2026-12-31 |
    Clean:
        | Finding | About               | Reason | Until      |
        | CP305   | TM-CN-1             | agreed | 2026-12-31 |
        | CP305   | C-2026-0001 / L0007 | agreed | 2026-12-31 |
    """
    return np.array([not names_in(text) for text in about], dtype=np.bool_)


@rule(
    "WV201",
    on="Waivers",
    at="Until",
    says="the waiver of {finding} for {about} ended on {until:%Y-%m-%d}, so its findings count again; fix them, or enter a later day",
)
def waiver_ended(finding: TextColumn, about: TextColumn, until: DateColumn, as_of: date) -> Mask:
    """Waiver that has ended.

    Its findings are active again. Someone must check them.

    Fix: fix the finding and delete the waiver, or enter a later day with a reason that is still valid.
    Source: house rule: nothing disappears without a reason and a last day.
    Certainty: certain; the day has passed.

    Flagged:
        | Finding | About   | Reason | Until      | As of      |
        | CP305   | TM-CN-1 | agreed | 2026-06-29 | 2026-06-30 |
    Clean:
        | Finding | About   | Reason | Until      | As of      |
        | CP305   | TM-CN-1 | agreed | 2026-06-30 | 2026-06-30 |
        | CP305   | TM-CN-1 | agreed |            | 2026-06-30 |
        |         |         |        | 2026-06-29 | 2026-06-30 |
    """
    return is_filled(finding) & is_filled(about) & as_mask(until < pd.Timestamp(as_of))


@rule(
    "WV202",
    on="Waivers",
    at="About",
    says="nothing in the workbook is called {about}; correct the name, or delete the waiver",
)
def waiver_about_unknown_name(about: TextColumn, all_rights: Whole) -> Mask:
    """Waiver for a name that is not in the workbook.

    The name is spelled differently, or the row was deleted.

    Fix: copy the name from its table.
    Source: house rule: nothing disappears without a reason and a last day.
    Certainty: certain; no row has the name.

    Flagged:
        | Finding | About   | Reason | Until      |
        | CP305   | nowhere | agreed | 2026-12-31 |
    Clean:
        | Finding | About | Reason | Until      |
        | CP305   |       | agreed | 2026-12-31 |
    """
    tables = [table for table in all_rights.wiring.tables.tables.values() if not table.record.optional]
    known = {fold(name) for table in tables for column in naming_columns(table) for name in column.unique()} - {""}
    return np.array([not known.issuperset(names_in(text)) for text in about], dtype=np.bool_)
