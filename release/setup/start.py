"""Starts the steps of an installation from the folder of a release, with the Python that runs this file and nothing else.

    python -I start.py fits                    exit code 0: the packages of this folder fit this Python
    python -I start.py install | uninstall     the steps themselves, which are in the wheel of ippbook (ippbook.installer.release_steps)

Only the standard library, and only what every Python 3 reads: an old Python must get a sentence, not a traceback. It checks the files
against SHA256SUMS, unpacks the few packages that the steps need into a temporary folder, and starts a second process there, because
Windows does not delete files of a process that still runs. Each message is in English and in Chinese.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import zipfile

TYPE_CHECKING = False  # as in typing, which old versions of Python do not have
if TYPE_CHECKING:
    from collections.abc import Callable

    Action = Callable[[str], object]

HERE = os.path.dirname(os.path.abspath(__file__))
NEEDED = ("ippbook", "pydantic", "pydantic_core", "annotated_types", "typing_extensions", "typing_inspection")
"""The packages that the steps import. A test starts them with these alone."""
LONGEST = 259
"""Characters of the longest path that Windows opens without a setting for long paths."""
PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds to wait after each attempt to write or delete a file that another program holds, such as a virus scanner."""


def tell(english: str, chinese: str) -> None:
    """Print a sentence in both languages."""
    for line in (english, chinese):
        try:
            print(line, flush=True)
        except UnicodeEncodeError:  # a console whose code page has no Chinese letters
            print(line.encode("ascii", "backslashreplace").decode("ascii"), flush=True)


class Refused(Exception):
    """The installation cannot start: a sentence in English and in Chinese. Nothing was changed."""


def pythons() -> "list[str]":
    """The versions of Python that this folder has packages for, such as 3.13; the first one is the one to fetch."""
    with open(os.path.join(HERE, "pythons.txt"), encoding="ascii") as lines:
        return [line.strip() for line in lines if line.strip()]


def platforms() -> "list[str]":
    """How this folder's wheels name the system that they are for, such as win-amd64."""
    with open(os.path.join(HERE, "platforms.txt"), encoding="ascii") as lines:
        return [line.strip() for line in lines if line.strip()]


def fits() -> bool:
    """Whether the packages of this folder fit the running Python."""
    version = "{}.{}".format(*sys.version_info[:2])
    own = sysconfig.get_platform()
    store = "windowsapps" in sys.executable.lower()
    free_threaded = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    known = any(
        own.startswith(start) and own.endswith(end) for start, _, end in (each.partition("*") for each in platforms())
    )
    return version in pythons() and known and not store and not free_threaded


def check_files() -> None:
    """Refuse a folder whose files are not all there, or are not those of the release."""
    try:
        with open(os.path.join(HERE, "SHA256SUMS"), encoding="utf-8") as lines:
            pairs = [line.rstrip("\n").split("  ", 1) for line in lines if line.strip()]
            wanted = {name: hashed for hashed, name in pairs}
    except (OSError, ValueError):  # missing, or not the list that a release has
        wanted = {}
    wanted = wanted or {"SHA256SUMS": "no list"}
    if os.name == "nt":
        longest = max(len(os.path.join(HERE, *name.split("/"))) for name in wanted)
        if longest > LONGEST:
            raise Refused(
                "The path of this folder is too long for Windows ({0}): {1}. Move the folder to a shorter place, such as your desktop, "
                "and start again.".format(longest, HERE),
                "此文件夹的路径对 Windows 来说太长（{0} 个字符）：{1}。请把文件夹移到更短的位置（例如桌面），然后重新开始。".format(
                    longest, HERE
                ),
            )
    wrong = [
        name for name, digest in sorted(wanted.items()) if digest_of(os.path.join(HERE, *name.split("/"))) != digest
    ]
    if wrong:
        more = "" if len(wrong) == 1 else " (+{0})".format(len(wrong) - 1)
        raise Refused(
            "The folder {0} is not complete: {1}{2} is missing or changed. Nothing was changed. Extract the whole zip again: right-click it, "
            "Extract All.".format(HERE, wrong[0], more),
            "文件夹 {0} 不完整：{1}{2} 缺失或已被改动。没有做任何更改。请重新解压整个 zip 文件：右键单击，选择“全部解压缩”。".format(
                HERE, wrong[0], more
            ),
        )


def digest_of(path: str) -> str:
    """SHA-256 of a file; "" if it cannot be read."""
    found = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                found.update(block)
    except OSError:
        return ""
    return found.hexdigest()


def wheels_for_steps() -> "list[str]":
    """The wheels of the packages that the steps need: those that fit every Python, or this one."""
    folder = os.path.join(HERE, "wheels")
    own = "-cp{}{}-".format(*sys.version_info[:2])
    system = (
        sysconfig.get_platform().replace("-", "_").replace(".", "_").rpartition("_")[2]
    )  # amd64, arm64, 64 of x86_64
    return [
        os.path.join(folder, name)
        for name in sorted(os.listdir(folder))
        if name.split("-")[0].lower() in NEEDED
        and ("-none-any." in name or (own in name and name.endswith(system + ".whl")))
    ]


def patiently(action: "Action", path: str) -> None:
    """Do *action* with *path*; try again for some seconds while another program holds the file."""
    for pause in PAUSES:
        try:
            action(path)
            return
        except PermissionError:
            time.sleep(pause)
    action(path)


def run_steps(arguments: "list[str]") -> int:
    """Unpack what the steps need, run them in a second process, and delete what was unpacked. Returns their exit code."""
    unpacked = tempfile.mkdtemp(prefix="ippbook-setup-")
    try:
        for wheel in wheels_for_steps():
            with zipfile.ZipFile(wheel) as packed:
                patiently(packed.extractall, unpacked)
        return subprocess.call([sys.executable, "-I", os.path.abspath(__file__), "--inside", unpacked] + arguments)
    finally:
        try:
            patiently(shutil.rmtree, unpacked)
        except OSError:
            pass  # the system empties its temporary folder itself


def main(arguments: "list[str]") -> int:
    """The exit code: 0 done, 2 refused with a sentence."""
    try:
        if arguments[:1] == ["fits"]:
            return 0 if fits() else 1
        if arguments[:1] == ["--inside"]:
            sys.path.insert(0, arguments[1])
            from ippbook.installer import release_steps

            return release_steps.start_steps(
                os.path.dirname(HERE), arguments[2:], tuple(os.path.basename(each) for each in wheels_for_steps())
            )
        check_files()
        if not fits():
            raise Refused(
                "This is Python {0} for {1}; ippbook needs one of {2}, 64-bit, from python.org. Start install.cmd: it finds or fetches "
                "one.".format(sys.version.split()[0], sysconfig.get_platform(), ", ".join(sorted(pythons()))),
                "这是 {1} 版的 Python {0}；ippbook 需要以下版本之一：{2}（64 位，来自 python.org）。请启动 install.cmd，它会查找或下载一个。".format(
                    sys.version.split()[0], sysconfig.get_platform(), "、".join(sorted(pythons()))
                ),
            )
        return run_steps(arguments)
    except Refused as refused:
        tell(*refused.args)
    except OSError as failure:
        tell(
            "{0}: {1}. Nothing was changed. Close the program that uses this file (often a virus scanner), and start again.".format(
                failure.filename or "A file", failure.strerror or failure
            ),
            "{0}：{1}。没有做任何更改。请关闭正在使用该文件的程序（常见的是杀毒软件），然后重新开始。".format(
                failure.filename or "文件", failure.strerror or failure
            ),
        )
    except KeyboardInterrupt:
        tell(
            "Stopped. Start again when you like: the files repair themselves.",
            "已停止。您可以随时重新开始：文件会自行修复。",
        )
        return 130
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
