"""The pipe between LibreOffice and ippbook never hangs, names why there is no answer, and carries values unchanged."""

import io
import json
import math
import struct
import sys
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.declare import registry
from ippbook.formulas.calls import call_function
from ippbook.libreoffice.inside import ippbook_channel
from ippbook.libreoffice.inside.ippbook_channel import (
    Channel,
    NoAnswerError,
    clean_environment,
    command_of_installation,
)
from ippbook.libreoffice.server import FunctionAnswers, answer_until_closed

CELLS = st.text(max_size=40) | st.floats(allow_nan=False, allow_infinity=False) | st.none()


@pytest.fixture(scope="module")
def answers():
    return FunctionAnswers()


def child(code):
    """A channel to a small program in place of ippbook."""
    head = (
        "import sys, struct, json, time\n"
        "def send(m):\n c = json.dumps(m).encode(); sys.stdout.buffer.write(struct.pack('>I', len(c)) + c); sys.stdout.buffer.flush()\n"
        "def get():\n h = sys.stdin.buffer.read(4); return json.loads(sys.stdin.buffer.read(struct.unpack('>I', h)[0]))\n"
    )
    return Channel(lambda: [sys.executable, "-I", "-c", head + code], 5)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("send({}); get(); time.sleep(60)", "no answer within"),
        ("raise SystemExit('no module named pandas')", "no module named pandas"),
        (
            "send({}); get(); sys.stdout.buffer.write(b'\\xff\\xff\\xff\\xff'); sys.stdout.buffer.flush(); time.sleep(60)",
            "ended",
        ),
        (
            "send({}); get(); sys.stdout.buffer.write(b'\\x00\\x00\\x00\\x02[]'); sys.stdout.buffer.flush(); time.sleep(60)",
            "ended",
        ),
        ("sys.stdout.buffer.write(b'Traceback\\n'); sys.stdout.buffer.flush(); time.sleep(60)", "ended"),
    ],
    ids=["hangs", "ends at once", "an endless message", "not an object", "prints"],
)
def test_a_process_that_does_not_answer_is_ended_and_the_reason_is_a_sentence(code, words):
    channel = child(code)
    channel._seconds = 0.5 if words == "no answer within" else 50
    started = time.monotonic()
    with pytest.raises(NoAnswerError, match=words):
        channel.ask({"call": "IPP_X"})
    with pytest.raises(NoAnswerError, match=words):  # the next cell does not wait
        channel.ask({"call": "IPP_X"})
    assert time.monotonic() - started < 50
    assert channel._process is None


def test_a_program_that_is_gone_is_named():
    channel = Channel(lambda: ["/nowhere/python"], 5)
    channel.start()
    with pytest.raises(NoAnswerError, match=r"/nowhere/python.*ippbook libreoffice install"):
        channel.ask({})


def test_a_process_may_ask_back_before_it_answers():
    channel = child(
        "send({'ippbook': 'x'}); q = get(); send({'please': 'A1'}); send({'found': get()['cell'] + q['more']})"
    )
    try:
        assert channel.ask({"more": 1}, lambda message: {"cell": len(message["please"])}) == {"found": 3}
    finally:
        channel.close()


def test_the_command_comes_from_the_installation_or_the_usual_place(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    with pytest.raises(NoAnswerError, match="is not installed"):
        command_of_installation(str(tmp_path))
    (place,) = ippbook_channel._usual_places()
    path = tmp_path / place[len(str(tmp_path)) + 1 :]
    path.parent.mkdir(parents=True)
    path.touch()
    assert command_of_installation(str(tmp_path))[0] == place
    (tmp_path / "server.json").write_text(json.dumps({"command": [sys.executable, "-c", "1"]}))
    assert command_of_installation(str(tmp_path)) == [sys.executable, "-c", "1"]
    (tmp_path / "server.json").write_text(json.dumps({"command": ["/gone/python"]}))
    with pytest.raises(NoAnswerError, match="there is no Python of ippbook"):
        command_of_installation(str(tmp_path))


def test_variables_of_libreoffices_own_python_do_not_reach_ours(monkeypatch):
    monkeypatch.setenv("PYTHONHOME", "/opt/libreoffice/python")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/libreoffice/program:/usr/lib/mine")
    kept = clean_environment()
    assert "PYTHONHOME" not in kept
    assert kept["LD_LIBRARY_PATH"] == "/usr/lib/mine"


def test_messages_of_the_process_end_where_the_other_end_closes(answers):
    content = json.dumps({"call": "IPP_ITEM_ID", "with": ["x"]}).encode()
    source = io.BytesIO(struct.pack(">I", len(content)) + content + b"\x00\x00")
    target = io.BytesIO()
    answer_until_closed(source, target, answers)
    found = target.getvalue()
    (length,) = struct.unpack(">I", found[:4])
    assert "IPP_ITEM_ID" in json.loads(found[4 : 4 + length])["functions"]
    assert json.loads(found[8 + length :]) == {"rows": [[""]]}


@given(
    st.sampled_from(sorted(registry().functions)), st.lists(CELLS | st.lists(CELLS, min_size=1, max_size=3), max_size=4)
)
def test_whatever_calc_sends_there_are_rows_of_values(answers, name, values):
    ranges = {str(at): [[cell] for cell in value] for at, value in enumerate(values) if isinstance(value, list)}
    arguments = [[at] if isinstance(value, list) else value for at, value in enumerate(values)]
    rows = json.loads(json.dumps(answers.answer({"call": name, "with": arguments, "ranges": ranges})))["rows"]
    assert rows
    assert len({len(row) for row in rows}) == 1
    for row in rows:
        for cell in row:
            assert isinstance(cell, str | float) or cell[0].startswith("#")
            assert not isinstance(cell, float) or math.isfinite(cell)


def test_a_blank_cell_which_calc_hands_over_as_0_is_blank_where_no_zero_can_be_meant(answers):
    function = registry().functions["IPP_PROTECTED_UNTIL"]
    blank = answers.answer({"call": function.name, "with": ["trademark", "CN", 0.0, 45000.0, 0.0]})
    found = call_function(function, ["trademark", "CN", None, 45000.0, None])
    assert isinstance(found, date)
    assert blank == {"rows": [[(found - date(1899, 12, 30)).days]]}


def test_a_function_that_this_version_does_not_have_is_answered_with_the_remedy(answers):
    assert "ippbook libreoffice install" in answers.answer({"call": "IPP_NEW"})["rows"][0][0]


@pytest.mark.parametrize(
    "message", [{}, {"call": 1}, {"call": "IPP_ITEM_ID"}, {"call": "IPP_ITEM_ID", "with": [[9]]}, {"ranges": 3}]
)
def test_a_message_that_is_not_as_it_should_be_is_answered(answers, message):
    assert answers.answer(message)["rows"][0][0].startswith("#IPP!")
