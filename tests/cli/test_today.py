"""`ippbook today` and the order and words of `ippbook due`."""

import json
from datetime import date

from rich.cells import cell_len

from ippbook.workbook_builder import Content, draw

DAY = ("--as-of", "2026-10-31")


def test_today_fits_eighty_columns_and_begins_with_what_is_late(ippbook, sample_path):
    ran = ippbook("today", sample_path, *DAY)
    lines = ran.out.splitlines()
    assert ran.code == 0
    assert max(map(cell_len, lines)) <= 80
    order = [
        lines.index(next(line for line in lines if line.startswith(word))) for word in ("NOW", "THIS WEEK", "SOON")
    ]
    assert order == sorted(order)
    assert any("16 days late: " in line for line in lines)


def test_json_has_every_task_with_its_place_and_the_standing_of_each_account(ippbook, sample_path):
    found = json.loads(ippbook("today", sample_path, *DAY, "--format", "json").out)
    assert [each["account"] for each in found["accounts"]] == ["nordlys-legal", "huanyu-ipr", "lighthouse-sea"]
    assert all(task["place"] for task in found["tasks"])
    due = [task for task in found["tasks"] if task["kind"] in {"reply", "suit"} and task["urgency"] == "now"]
    late = [task["days"] for task in due if task["days"] is not None]
    assert late == sorted(late)


def test_an_unknown_account_is_refused_with_the_known_ones(ippbook, sample_path):
    ran = ippbook("today", sample_path, *DAY, "--account", "nordlys")
    assert ran.code == 2
    assert "nordlys-legal" in ran.err


def test_due_is_in_the_order_of_urgency_with_words_seller_and_link(ippbook, sample_path):
    title, header, *rows = ippbook("due", sample_path, *DAY).out.splitlines()
    first = dict(zip(header.split("\t"), rows[0].split("\t"), strict=True))
    assert "2026-10-31" in title
    assert first["when"] == "16 days late"
    assert first["seller"]
    assert first["link"].startswith("https://")
    found = json.loads(ippbook("due", sample_path, *DAY, "--format", "json").out)["due"]
    assert [each["when"] for each in found] == [row.split("\t")[0] for row in rows]


def test_hostile_names_stay_short_and_inert(ippbook, tmp_path):
    path = tmp_path / "hostile.xlsx"
    nasty = "\x1b[31mred\n" + "y" * 30_000
    rows = {
        "Accounts": [{"account": nasty, "poa_end": date(2026, 11, 2), "poa_start": date(2020, 1, 1)}],
        "Listings": [{"listing": "L1", "url": "https://item.taobao.com/item.htm?id=612345678902", "seller": nasty}],
        "Complaints": [
            {
                "complaint": nasty,
                "listing": "L1",
                "account": nasty,
                "status": "counter-noticed",
                "counter_noticed": date(2026, 10, 20),
            }
        ],
    }
    draw(path, content=Content(rows))
    for command in ("today", "due"):
        ran = ippbook(command, path, *DAY)
        assert ran.code == 0
        assert "\x1b" not in ran.out
    out = ippbook("today", path, *DAY).out
    assert max(map(cell_len, out.splitlines())) <= 80
    assert len(out) < 6_000
