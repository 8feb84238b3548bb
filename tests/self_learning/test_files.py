"""Files survive many writers, a kill and bad content."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import SCRIPTS, Workspace
from self_learning import files
from self_learning.errors import InputError, LockTimeoutError

APPENDER = """
import sys
sys.path.insert(0, sys.argv[1])
from self_learning import files
for number in range(100):
    files.append(sys.argv[2], [f"{sys.argv[3]} {number} " + "x" * 5000])
"""

HOLDER = """
import sys
sys.path.insert(0, sys.argv[1])
from self_learning import files
with files.locked(sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_eight_processes_append_and_no_line_is_lost_or_torn(tmp_path: Path) -> None:
    log = tmp_path / "log"
    writers = [
        subprocess.Popen([sys.executable, "-c", APPENDER, str(SCRIPTS), str(log), str(writer)])
        for writer in range(8)
    ]
    assert [writer.wait() for writer in writers] == [0] * 8
    lines = [line.split() for line in log.read_text().splitlines()]
    assert sorted((int(w), int(n)) for w, n, _ in lines) == [(w, n) for w in range(8) for n in range(100)]
    assert {payload for _, _, payload in lines} == {"x" * 5000}


def test_a_lock_that_another_process_holds_times_out_with_exit_code_3(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(SCRIPTS), str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LockTimeoutError) as caught, files.locked(str(tmp_path), timeout=0.05):
            pass
        assert caught.value.exit_code == 3
        assert str(tmp_path) in str(caught.value)
        holder.communicate("")
    with files.locked(str(tmp_path), timeout=0.05), files.locked(str(tmp_path), timeout=0.05):
        pass  # the same thread may take it twice


def test_the_lock_is_the_one_that_hooks_take_with_flock(tmp_path: Path) -> None:
    import fcntl

    with open(tmp_path / ".lock", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(LockTimeoutError), files.locked(str(tmp_path), timeout=0.05):
            pass


def test_a_torn_last_line_does_not_swallow_the_next(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"whole\nto")
    files.append(str(log), ["next"])
    assert log.read_bytes() == b"whole\nto\nnext\n"


def test_an_equal_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file"
    assert files.replace(str(path), "same")
    before = path.stat()
    assert not files.replace(str(path), "same")
    assert path.stat() == before
    assert before.st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_write_that_does_not_fit_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    code = (
        "import sys, resource, signal; sys.path.insert(0, sys.argv[1])\n"
        "from self_learning import files, errors\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "def replace(): files.replace(sys.argv[2], 'x' * 5000)\n"
        "def append(): files.append(sys.argv[2], ['y' * 5000])\n"
        "for write in (replace, append):\n"
        "    try: write()\n"
        "    except errors.InputError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(SCRIPTS), str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.count(f"{path}: can't be written") == 2
    assert path.read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == [".lock", "file", "home"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1000


@pytest.mark.parametrize(
    ("content", "fault"),
    [(b"\xff\xfe", "file:1: is not UTF-8 text"), (b"fine\nb\xe4d", "file:2: is not UTF-8 text")],
)
def test_what_is_not_text_is_named_with_its_line(tmp_path: Path, content: bytes, fault: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(InputError, match=fault):
        files.read_text(str(path))


def test_broken_json_and_yaml_are_named_with_their_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text('{\n  "a": 1,\n}\n')
    with pytest.raises(InputError, match="broken:3: is not JSON"):
        files.read_json(str(broken))
    broken.write_text("a: 1\nb: [1\nc: 2\n")
    with pytest.raises(InputError, match=r"broken:\d: is not YAML"):
        files.read_yaml(str(broken))
    broken.write_text("[" * 100_000)
    with pytest.raises(InputError, match="broken"):
        files.read_json(str(broken))
    with pytest.raises(InputError, match="there is no such file"):
        files.read_json(str(tmp_path / "absent"))
    with pytest.raises(InputError, match="can't be read"):
        files.read_text(str(tmp_path))


def test_a_byte_order_mark_and_crlf_are_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"\xef\xbb\xbf[1,\r\n2]\r\n")
    assert files.read_json(str(path)) == [1, 2]


def test_a_link_to_a_device_without_end_is_refused(tmp_path: Path) -> None:
    """A repository may bring one in the place of a settings file."""
    (tmp_path / "settings.yaml").symlink_to("/dev/zero")
    with pytest.raises(InputError, match=r"settings\.yaml.*is a device"):
        files.read_text(str(tmp_path / "settings.yaml"))
    assert files.read_text("/dev/null") == ""


@pytest.mark.parametrize("torn", [r"\ud83d", r"\uDE00", r"\uDE00\ud83d", r"\udc80"])
def test_what_json_holds_can_be_made_writable(tmp_path: Path, torn: str) -> None:
    path = tmp_path / "torn.json"
    path.write_text(f'{{"a{torn}": ["{torn}b", {{"c": "\\ud83d\\ude00{torn}"}}], "d": 1.5}}\n')
    mark = "\ufffd" * (len(torn) // 6)
    whole = {f"a{mark}": [f"{mark}b", {"c": f"\U0001f600{mark}"}], "d": 1.5}
    assert files.encodable(files.read_json(str(path))) == whole
    files.write_json(str(path), whole)
    assert files.read_json(str(path)) == whole


def test_unreadable_json_lines_come_as_such_and_the_rest_as_values(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\n\n{"torn": \n\xff\n[2]\n')
    rows = list(files.read_json_lines(str(path)))
    assert [number for number, _ in rows] == [1, 3, 4, 5]
    assert [value for _, value in rows if not isinstance(value, files.Unreadable)] == [{"a": 1}, [2]]
    assert [v.reason.partition(":")[0] for _, v in rows if isinstance(v, files.Unreadable)] == [
        "is not JSON",
        "is not UTF-8",
    ]
    assert list(files.read_json_lines(str(tmp_path / "absent"))) == []


def test_the_quarantine_keeps_each_entry_once_with_its_place(project: Workspace) -> None:
    entry = files.Unreadable(7, "a | b", "too few fields")
    assert files.quarantine(project.project, project.project.outcomes_log, [entry]) == 1
    assert files.quarantine(project.project, project.project.outcomes_log, [entry, entry]) == 0
    (row,) = [json.loads(line) for line in (project.path / ".learnings/quarantine/outcomes.log.jsonl").open()]
    assert (row["line"], row["text"], row["reason"]) == (7, "a | b", "too few fields")
    assert row["file"] == project.project.outcomes_log
