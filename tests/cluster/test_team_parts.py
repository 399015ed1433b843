"""Good-Faith over several workbooks does not depend on where each of them is read, nor on how a team splits its rows."""

import pickle
import random
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from ippbook import ooxml, tables
from ippbook.api.frames import FramesBook
from ippbook.batch.sources import NamedWorkbook
from ippbook.batch.team_books import read_named_team
from ippbook.cases.team import GoodFaith, good_faith, merged_team, team_of, team_part
from ippbook.cases.team_answer import TeamQuestion, team_answer
from ippbook.cluster.remote_file import RemoteTask
from ippbook.cluster.tasks import TeamOptions, answer_task, part_task
from ippbook.cluster.versions import installed_versions
from ippbook.declare import registry

DAY = date(2026, 10, 31)


def drawn_rows(chance: random.Random, number: int) -> pd.DataFrame:
    """Complaints of two accounts on two marketplaces, decided and pending, each with a listing of its own."""
    rows = []
    for at in range(number):
        filed = pd.Timestamp(2026, 1, 1) + pd.Timedelta(days=chance.randrange(300))
        status = chance.choice(
            ["accepted", "accepted", "rejected", "submitted", "reinstated", "withdrawn", "link dead"]
        )
        decided = filed + pd.Timedelta(days=chance.randrange(1, 40)) if status != "submitted" else pd.NaT
        site, item = chance.choice(
            [
                ("taobao", f"https://item.taobao.com/item.htm?id={600_000_000_000 + at}"),
                ("aliexpress", f"https://www.aliexpress.com/item/{1_005_000_000_000_000 + at}.html"),
            ]
        )
        rows.append(
            {
                "Complaint": f"C{at // 3}", "Listing": f"L{at}", "URL": item, "Account": chance.choice(["legal", "emea"]),
                "Platform": chance.choice([site, ""]), "Reason": chance.choice(["keyword abuse", "stolen pictures"]), "Right": "TM-1",
                "Filed": filed, "Status": status, "Decided": decided,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def workbook(rows: pd.DataFrame) -> tables.Tables:
    frames = {
        "Listings": rows[["Listing", "URL"]],
        "Complaints": rows.drop(columns="URL"),
        "Accounts": pd.DataFrame({"Account": ["legal", "emea"]}),
    }
    return tables.typed_tables(FramesBook(frames), registry().headers)


def _sent(value):
    return pickle.loads(pickle.dumps(value))  # noqa: S301  # what this test has pickled


def same(one: GoodFaith, other: GoodFaith, *, notes: bool = True) -> None:
    assert_frame_equal(one.accounts, other.accounts)
    assert_frame_equal(one.reasons, other.reasons)
    assert (one.as_of, one.terms) == (other.as_of, other.terms)
    assert not notes or one.notes == other.notes


@pytest.mark.parametrize("seed", range(4))
def test_a_team_split_over_workbooks_has_the_figures_of_one_workbook(seed):
    chance = random.Random(seed)
    rows = drawn_rows(chance, 120)
    where = [chance.randrange(3) for _ in range(len(rows))]
    split = {f"{at}.xlsx": workbook(part) for at, part in rows.groupby(where)}
    again = workbook(rows.sample(20, random_state=seed))  # the same complaints in one more workbook count once
    whole = good_faith(team_of({"all.xlsx": workbook(rows)}, DAY))
    same(whole, good_faith(team_of(split, DAY)), notes=False)
    same(whole, good_faith(team_of({**split, "again.xlsx": again}, DAY)), notes=False)


def test_parts_that_were_made_elsewhere_give_the_answer_of_a_single_process():
    books = {f"{seed}.xlsx": workbook(drawn_rows(random.Random(seed), 60)) for seed in (1, 2)}
    question = TeamQuestion("legal", forecast=True, plan=False)
    here = team_answer(team_of(books, DAY), question)
    sent = [_sent(team_part(name, book, DAY)) for name, book in books.items()]
    there = _sent(team_answer(merged_team(sent, DAY), question))
    same(here.found, there.found)
    assert here.found.notes, "the two workbooks have complaints with the same numbers and other values"
    for name, frame in here.frames().items():
        assert_frame_equal(frame, there.frames()[name])


def test_a_workbook_that_cannot_be_read_does_not_hide_the_figures_of_the_others(tmp_path, small_path, small_bytes):
    (tmp_path / "a.xlsx").write_bytes(b"not a workbook")
    (tmp_path / "b.xlsx").write_bytes(small_path.read_bytes())
    (tmp_path / "c.xlsx").write_bytes(small_bytes)
    names = ("a.xlsx", "b.xlsx", "c.xlsx")
    named = [NamedWorkbook(tmp_path / name, name, Path(name)) for name in names]
    options = TeamOptions(DAY, None, ooxml.Limits(), installed_versions(), alone=False)
    parts = [part_task(RemoteTask(name, str(tmp_path / name)), options) for name in names]
    answer, failed = answer_task(parts, TeamQuestion())
    team, failed_here = read_named_team(named, None, today=DAY)
    same(answer.found, good_faith(team))
    assert [(each.file, each.error) for each in failed] == [(each.file, each.error) for each in failed_here]
    assert [each.file for each in failed] == ["a.xlsx", "c.xlsx"]
    assert str(answer_task([parts[0]], TeamQuestion())) == failed[0].error
