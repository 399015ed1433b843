"""Rules on Accounts: the status in the Good-Faith mechanism.

They repeat what the column Fails says (`ippbook.goodfaith`), one rule for each test, so that there is only one count.
"""

import re
from typing import Final

from ippbook.declare import rule
from ippbook.languages import KnownWord, Sentence, parts_of, say, say_series
from ippbook.late_patterns import late_pattern
from ippbook.rules.rows import is_filled, sentences_where
from ippbook.tables.column_types import NumberColumn, Sentences, TextColumn

_VOLUME: Final = late_pattern(r"\d+ of \d+ (decided )?complaints")


_RATE: Final = late_pattern(r'(?:reason "(.+)": )?(takedown|counter-notice) rate (.+?) [<>] (.+)')


def _failing(fails: TextColumn, test: str) -> Sentences:
    """Those of an account's failing Good-Faith tests that match the pattern *test*."""
    wanted = re.compile(test)

    def matching(text: str) -> str:
        return say_series((_rate_test(part) for part in parts_of(text, "; ") if wanted.match(part)), "; ")

    return sentences_where(is_filled(fails), matching, fails)


def _rate_test(test: str) -> str:
    """A failing test of the column, as `rate_failures` says it."""
    if isinstance(test, Sentence) or not (found := _RATE.fullmatch(test)):
        return test
    reason, name, rate, limit = found.groups()
    if name == "takedown":
        sentence = say("takedown rate {rate} < {limit}", rate=rate, limit=limit)
    else:
        sentence = say("counter-notice rate {rate} > {limit}", rate=rate, limit=limit)
    return say('reason "{reason}": {each}', reason=KnownWord(reason, "reasons"), each=sentence) if reason else sentence


@rule(
    "AC204",
    on="Accounts",
    at="Account",
    says="{detail}; an account below the Good-Faith limit is removed, so file only safe complaints until the rate recovers",
)
def takedown_rate_too_low(fails: TextColumn) -> Sentences:
    """Account below the takedown rate of Good-Faith.

    If too few of the account's complaints in the window succeed, the account is removed from Good-Faith. It must wait
    three months before it can return.

    Fix: do not file doubtful complaints for now, and fix what the platform rejects most often. The limit and the window
    are settings.
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
    says="{detail}; an account above the Good-Faith limit is removed, so review the counter-notices that were upheld",
)
def too_many_counter_notices(fails: TextColumn) -> Sentences:
    """Account above the counter-notice rate of Good-Faith.

    If too many counter-notices of sellers succeed, the account is removed from Good-Faith.

    Fix: check what the upheld counter-notices have in common (right, reason, seller), and stop filing such complaints.
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


@rule(
    "AC206",
    on="Accounts",
    at="Account",
    says="{detail}; each reason must meet the Good-Faith limits on its own, so file only safe complaints with this reason",
)
def reason_below_the_limits(fails: TextColumn) -> Sentences:
    """Account with a reason that does not meet the limits of Good-Faith.

    Since 2022 each reason must meet the conditions on its own. It is not enough that the account as a whole meets them.

    Fix: file no doubtful complaints with this reason for now, or use a reason that the evidence supports better.
    Source: ipp-facts 6.1 [O1, O2 2021: OFF].
    Certainty: official; a setting says from how many complaints a reason is tested.

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


@rule(
    "AC301",
    on="Accounts",
    at="Account",
    says="{detail} in the window; Good-Faith also requires a minimum number of complaints",
)
def too_few_complaints_for_good_faith(fails: TextColumn, complaints_filed: NumberColumn) -> Sentences:
    """Account with too few complaints for Good-Faith.

    A vendor reports that Good-Faith requires 100 complaints in three months. We found no number on an official page.
    Accounts without any complaint in the window are not flagged.

    Fix: nothing is wrong. If you want the Good-Faith status, file from one account instead of several. The setting Min
    complaints has the number.
    Source: ipp-facts 6.2 [SEED: VEN].
    Certainty: vendor only, so this is advice.

    Flagged:
        | Fails                                             | Complaints filed |
        | 87 of 100 complaints                              | 87               |
        | 87 of 100 decided complaints                      | 120              |
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
