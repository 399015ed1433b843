"""Excel fails in the middle of a press: all cells are as before, or the message says that they are not; each setting is restored by itself."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("xlwings", reason="xlwings is not installed: the buttons are not tested over a live book")

from ippbook.buttons import buttons
from ippbook.excel import press_button, put_cells, quiet_excel


class ComError(Exception):
    """As pywin32 has it."""

    def __init__(self, number: int, message: str = "") -> None:
        super().__init__(number, message, (0, "Microsoft Excel", message, None, 0, number) if message else None, None)
        self.hresult = number


def rejected() -> ComError:
    return ComError(-2147418111, "")


def refused_by_excel() -> ComError:
    return ComError(-2147352567, "Unable to set the Value property of the Range class")


def content(book: Any) -> dict[str, Any]:
    """What every sheet shows, and what its formula bar shows."""
    return {sheet.name: (sheet.used_range.raw_value, sheet.used_range.formula) for sheet in book.sheets}


def settings(app: Any) -> tuple[Any, ...]:
    return app.screen_updating, app.enable_events, app.calculation, app.status_bar


class Failing:
    """Lets the engine's writes fail: the one numbered *at*, or all from there on; *failure* makes the error."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, book: Any, failure: Any) -> None:
        self.at, self.for_good, self.count = 0, False, 0
        kind = type(book.sheets[0].range("A1").impl)
        write = kind.raw_value

        def sometimes(block: Any, value: Any) -> None:
            self.count += 1
            if self.at and (self.count == self.at or (self.for_good and self.count > self.at)):
                raise failure()
            write.fset(block, value)

        monkeypatch.setattr(kind, "raw_value", property(write.fget, sometimes))


@pytest.mark.deep
@pytest.mark.parametrize("failure", [rejected, refused_by_excel, lambda: RuntimeError("ours")])
def test_whichever_write_fails_all_cells_stand_as_before(
    failure: Any, office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = office.open(stale)
    failing, before = Failing(monkeypatch, book, failure), content(book)
    office.press("recalculate", book)
    writes = failing.count
    assert writes > 20
    office.press("undo", book)
    assert content(book) == before
    for at in (1, 2, writes // 2, writes):
        failing.count, failing.at = 0, at
        done = office.press("recalculate", book)
        assert done.failed
        assert "could not be undone" not in done.text
        assert content(book) == before, at
        assert settings(office.app) == (True, True, "automatic", False)


@pytest.mark.deep
@pytest.mark.parametrize("name", ["recalculate", "undo"])
def test_an_excel_that_stays_busy_leaves_no_half_written_cells_unsaid(
    name: str, office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = office.open(stale)
    failing = Failing(monkeypatch, book, rejected)
    if name == "undo":
        office.press("recalculate", book)
    before = content(book)
    failing.count, failing.at, failing.for_good = 0, 4, True
    done = office.press(name, book)
    assert content(book) != before
    assert "some of its changes could not be undone" in done.text
    assert "nothing was changed" not in done.text
    assert "lose the workbook without saving it" in done.text
    assert "HalfDoneError" in office.log
    assert settings(office.app) == (True, True, "automatic", False)


def test_an_undo_that_fails_leaves_everything_as_it_was_and_can_be_pressed_again(
    office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = office.open(stale)
    failing, before = Failing(monkeypatch, book, refused_by_excel), content(book)
    office.press("recalculate", book)
    after = content(book)
    failing.count, failing.at = 0, 5
    done = office.press("undo", book)
    assert "were undone" in done.text
    assert content(book) == after
    failing.at = 0
    assert not office.press("undo", book).failed
    assert content(book) == before


@pytest.mark.deep
def test_an_undo_of_new_rows_that_fails_at_its_end_leaves_the_table_with_its_rows(
    office: Any, team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = office.open(team)
    office.press("plan", book)
    after, rows = content(book), book.sheets["Complaints"].tables["Complaints"].range.address
    shrink = put_cells.shrink_table

    def fail(*arguments: Any) -> None:
        shrink(*arguments)
        raise refused_by_excel()

    monkeypatch.setattr(put_cells, "shrink_table", fail)
    done = office.press("undo", book)
    assert "were undone" in done.text
    assert book.sheets["Complaints"].tables["Complaints"].range.address == rows
    assert content(book) == after


@pytest.mark.parametrize("setting", ["screen_updating", "enable_events", "calculation", "status_bar", "selection"])
def test_a_setting_that_does_not_come_back_is_reported_and_the_others_and_the_cells_are_restored(
    setting: str, office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = office.open(stale)
    if setting == "selection":

        def fail(*_: Any) -> None:
            raise rejected()

        monkeypatch.setattr(quiet_excel, "_select", fail)
    else:
        kind = type(office.app.impl)
        known = getattr(kind, setting)
        wanted = getattr(office.app, setting)

        def to_one_side(app: Any, value: Any) -> None:
            if value == wanted:
                raise rejected()
            known.fset(app, value)

        monkeypatch.setattr(kind, setting, property(known.fget, to_one_side))
    done = office.press("check", book)
    assert not done.failed
    assert done.changed > 50
    message = quiet_excel.NOT_RESTORED[setting]
    assert done.text.endswith(f"\n{message[:1].upper()}{message[1:]}.")
    assert message in office.log
    left = {
        name
        for name, value in (("screen_updating", True), ("enable_events", True), ("calculation", "automatic"))
        if getattr(office.app, name) != value
    }
    assert left == {setting} - {"selection", "status_bar"}


@pytest.mark.parametrize(
    "name", [button.name for button in buttons() if button.name in ("check", "texts", "good_faith")]
)
def test_a_failure_behind_the_writing_says_that_cells_were_changed_and_how_they_go_back(
    name: str, office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = office.open(stale)
    before = content(book)
    found = press_button._button(name)  # the declared button, whose message is to fail

    def fails(desk: Any) -> Any:
        found.press(desk)
        raise RuntimeError("the message")

    broken = type(found)(found.name, found.label, found.group, found.image, found.large, fails, found.page)
    monkeypatch.setattr(press_button, "_button", lambda _: broken)
    done = office.press(name, book)
    assert done.failed
    assert f"{found.label} changed {done.changed:,} cells and then failed" in done.text
    assert "press Undo in the tab ippbook" in done.text
    assert "nothing was changed" not in done.text
    assert "the message" in office.log
    monkeypatch.undo()
    office.press("undo", book)
    assert content(book) == before
