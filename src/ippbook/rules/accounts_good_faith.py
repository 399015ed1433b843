"""Rules on Accounts: the standing in the Good-Faith mechanism.

They repeat what the column Fails says (`ippbook.goodfaith`), a rule a test, so that the tests cannot be counted in two ways.
"""

import re
from typing import Final

from ippbook.declare import rule
from ippbook.rules.rows import filled, sentences_where
from ippbook.tables.column_types import NumberColumn, Sentences, TextColumn

_VOLUME: Final = re.compile(r"\d+ of \d+ complaints")


def _failing(fails: TextColumn, test: str) -> Sentences:
    """Those of an account's failing Good-Faith tests that match the pattern *test*."""
    wanted = re.compile(test)

    def say(text: str) -> str:
        return "; ".join(part for part in text.split("; ") if wanted.match(part))

    return sentences_where(filled(fails), say, fails)


@rule(
    "AC204",
    on="Accounts",
    at="Account",
    says="{detail}; below the Good-Faith limit the account is removed, so file only what is sure until the rate recovers",
)
def takedown_rate_too_low(fails: TextColumn) -> Sentences:
    """Account below the takedown rate of Good-Faith.

    An account whose share of successful takedowns over the window is too low is removed from the mechanism, and must
    wait three months before it may come back.

    Fix: hold back doubtful complaints, and repair what the platform refuses most; the settings hold limit and window.
    Source: ipp-facts 6.2 [O1, O2: OFF].
    Certainty: official; how the rate is counted is inferred and is a setting.

    Flagged:
        | Fails                                                  |
        | takedown rate 88.0 % < 90 %                            |
        | 87 of 100 complaints; takedown rate 50.0 % < 90 %      |
    Clean:
        | Fails                                                  |
        |                                                        |
        | 87 of 100 complaints                                   |
        | no decided complaint                                   |
        | reason "keyword abuse": takedown rate 50.0 % < 90 %    |
    """
    return _failing(fails, "takedown rate ")


@rule(
    "AC205",
    on="Accounts",
    at="Account",
    says="{detail}; above the Good-Faith limit the account is removed, so look into the counter-notices that were upheld",
)
def counter_notices_too_many(fails: TextColumn) -> Sentences:
    """Account above the counter-notice rate of Good-Faith.

    An account against which sellers' counter-notices succeed too often is removed from the mechanism.

    Fix: look at what the upheld counter-notices have in common (right, reason, seller), and stop filing like that.
    Source: ipp-facts 6.2 [O1, O2: OFF].
    Certainty: official; how the rate is counted is inferred and is a setting.

    Flagged:
        | Fails                                                       |
        | counter-notice rate 5.1 % > 5 %                             |
        | 3 of 100 complaints; counter-notice rate 50.0 % > 5 %       |
    Clean:
        | Fails                                                       |
        |                                                             |
        | takedown rate 88.0 % < 90 %                                 |
        | reason "keyword abuse": counter-notice rate 6.0 % > 5 %     |
    """
    return _failing(fails, r"counter-notice rate |\d+ counter-notices upheld")


@rule("AC206", on="Accounts", at="Account", says="{detail}; each reason must meet the Good-Faith limits by itself")
def reason_below_the_limits(fails: TextColumn) -> Sentences:
    """Account with a reason that fails the limits of Good-Faith by itself.

    Since 2022 the figures of every single reason must meet the conditions, not only the account's figures as a whole.

    Fix: hold back complaints of that reason, or file them under a reason that the evidence supports better.
    Source: ipp-facts 6.1 [O1, O2 2021: OFF].
    Certainty: official; the number of complaints from which a reason is tested is a setting.

    Flagged:
        | Fails                                                                |
        | reason "keyword abuse": takedown rate 50.0 % < 90 %                  |
        | 9 of 100 complaints; reason "test buy": takedown rate 0.0 % < 90 %   |
    Clean:
        | Fails                                                                |
        |                                                                      |
        | takedown rate 88.0 % < 90 %                                          |
        | 87 of 100 complaints                                                 |
    """
    return _failing(fails, 'reason "')


@rule("AC301", on="Accounts", at="Account", says="{detail} in the window; Good-Faith asks for volume as well")
def too_few_complaints_for_good_faith(fails: TextColumn, complaints_filed: NumberColumn) -> Sentences:
    """Account with too few complaints for Good-Faith.

    A vendor reports that the mechanism asks for 100 complaints in three months. No official page read names a number.
    Accounts without any complaint in the window are left alone.

    Fix: nothing is wrong; gather filings in one account if Good-Faith is the aim. The setting Min complaints holds the number.
    Source: ipp-facts 6.2 [SEED: VEN].
    Certainty: vendor only, hence an advice.

    Flagged:
        | Fails                                             | Complaints filed |
        | 87 of 100 complaints                              | 87               |
        | 1 of 100 complaints; takedown rate 0.0 % < 90 %   | 1                |
    Clean:
        | Fails                       | Complaints filed |
        |                             | 100              |
        | 0 of 100 complaints         | 0                |
        | takedown rate 88.0 % < 90 % | 120              |
    """
    found = _failing(fails, _VOLUME.pattern)
    found[~(complaints_filed > 0).to_numpy()] = ""
    return found
