"""The page *Start here* of a release: one page, English and Chinese, with the pictures in it. It loads nothing."""

from dataclasses import dataclass
from typing import Final

from install_pictures import CHINESE, ENGLISH, install_pictures

_STYLE: Final = (
    "body{font:15px/1.45 'Segoe UI','Microsoft YaHei','PingFang SC','Noto Sans CJK SC',Arial,sans-serif;max-width:62rem;margin:1.2rem auto;"
    "padding:0 1rem;color:#222;background:#fff}h1{font-size:1.5rem;margin:.2rem 0}h2{font-size:1.15rem;margin:1rem 0 .3rem}"
    "ol,ul{margin:.3rem 0;padding-left:1.4rem}li{margin:.2rem 0}svg{max-width:100%;height:auto}code{background:#f3f2f1;padding:0 .2rem}"
    "@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#1a1a1a}code{background:#333}}@media print{body{margin:0;font-size:11px}}"
)


@dataclass(frozen=True)
class _Text:
    """The page's text in one language; `{versions}` and `{version}` are filled in."""

    heading: str
    steps: tuple[str, ...]
    different: str
    cases: tuple[str, ...]


_LITE_EN: Final = (
    "<b>A locked computer</b>, where nothing may be installed: use <i>xlwings Lite</i>, a free add-in from Office's own store. In Excel: "
    "Home, Add-ins, search for xlwings, Add. Then ask the colleague who runs ippbook for your workbook with ippbook in it "
    "(<code>ippbook lite team.xlsx</code>). Functions and most buttons work; nothing is installed on the computer."
)
_LITE_ZH: Final = (
    "<b>受限制的计算机</b>（不能安装任何程序）：请使用 <i>xlwings Lite</i>，它是 Office 商店中的免费加载项。在 Excel 中：开始 → 加载项 → 搜索 xlwings → 添加。"
    "然后请负责 ippbook 的同事给您一份已放入 ippbook 的工作簿（<code>ippbook lite team.xlsx</code>）。函数和大多数按钮都可以使用，电脑上不会安装任何东西。"
)
_WINDOWS: Final = {
    ENGLISH: _Text(
        "ippbook {version} for Excel on Windows: four steps",
        (
            "Right-click the zip, <b>Properties</b>, tick <b>Unblock</b>, OK. Then right-click it again, <b>Extract All</b>. (You read this page: is it done?)",
            "Close Excel. Double-click <b>install.cmd</b>. You need no administrator.",
            "Wait about a minute, until the window says <b>ippbook is installed</b>.",
            "Start Excel and open <b>ippbook.xlsx</b> from this folder, the sample. Click the tab <b>ippbook</b>, then <b>Check</b>.",
        ),
        "If something is different",
        (
            "<b>Windows protected your PC</b>: the zip was not unblocked. Click More info, Run anyway; or do step 1 again.",
            "<b>Protected View</b> or <b>Macros have been disabled</b> above a workbook of your team: Enable Editing, then Enable Content.",
            "<b>No Python</b>: install.cmd takes a Python that is there ({versions}, 64-bit, from python.org). If there is none, it says so and fetches one from the internet for ippbook alone.",
            "<b>Excel from the Microsoft Store</b>: install Excel from office.com with the same account, or use xlwings Lite.",
            _LITE_EN,
            "<b>Any other message</b> says what to do. Then double-click install.cmd again: nothing is half done.",
            "<b>To remove ippbook</b>: close Excel, double-click <b>uninstall.cmd</b>. Your own files stay.",
        ),
    ),
    CHINESE: _Text(
        "Windows 版 Excel 的 ippbook {version}：四个步骤",
        (
            "右键单击 zip 文件 → <b>属性</b> → 勾选<b>解除锁定</b> → 确定。然后再次右键单击 → <b>全部解压缩</b>。",
            "关闭 Excel。双击 <b>install.cmd</b>。不需要管理员。",
            "等待约一分钟，直到窗口显示 <b>ippbook 已安装</b>。",
            "启动 Excel，打开此文件夹中的示例 <b>ippbook.xlsx</b>。单击选项卡 <b>ippbook</b>，再单击<b>检查</b>（Check）。",
        ),
        "如果情况不同",
        (
            "<b>Windows 已保护你的电脑</b>：zip 没有解除锁定。单击“更多信息”→“仍要运行”；或重做第 1 步。",
            "团队的工作簿上方出现<b>受保护的视图</b>或<b>宏已被禁用</b>：先“启用编辑”，再“启用内容”。",
            "<b>没有 Python</b>：install.cmd 会使用已有的 Python（{versions}，64 位，来自 python.org）。如果没有，它会先说明，再从互联网下载一个仅供 ippbook 使用的 Python。",
            "<b>来自 Microsoft Store 的 Excel</b>：用同一账户从 office.com 安装 Excel，或使用 xlwings Lite。",
            _LITE_ZH,
            "<b>其他消息</b>都会说明该怎么做。之后再次双击 install.cmd：不会留下做到一半的内容。",
            "<b>移除 ippbook</b>：关闭 Excel，双击 <b>uninstall.cmd</b>。您自己的文件会保留。",
        ),
    ),
}
_MACOS: Final = {
    ENGLISH: _Text(
        "ippbook {version} for Excel on a Mac: four steps",
        (
            "Double-click the zip: a folder opens next to it.",
            "Quit Excel. Control-click <b>install.command</b>, choose <b>Open</b>, and <b>Open</b> again. (macOS 15: System Settings, Privacy &amp; Security, Open Anyway.)",
            "Wait about a minute, until the window says <b>ippbook is installed</b>.",
            "Start Excel, open <b>ippbook.xlsx</b> from this folder, the sample. Click the tab <b>ippbook</b>, then <b>Check</b>.",
        ),
        "If something is different",
        (
            "<b>Worksheet functions</b> do not run in Excel for Mac; the buttons do. For functions use xlwings Lite, as below.",
            "<b>No Python</b>: install.command takes a Python that is there ({versions}, for Apple silicon). If there is none, it says so and fetches one from the internet for ippbook alone.",
            "<b>A Mac with an Intel processor</b>: this zip has no packages for it. Use xlwings Lite.",
            _LITE_EN,
            "<b>To remove ippbook</b>: quit Excel, open <b>uninstall.command</b> in the same way. Your own files stay.",
        ),
    ),
    CHINESE: _Text(
        "Mac 版 Excel 的 ippbook {version}：四个步骤",
        (
            "双击 zip 文件：旁边会出现一个文件夹。",
            "退出 Excel。按住 Control 键单击 <b>install.command</b>，选择<b>打开</b>，再次<b>打开</b>。（macOS 15：系统设置 → 隐私与安全性 → 仍要打开。）",
            "等待约一分钟，直到窗口显示 <b>ippbook 已安装</b>。",
            "启动 Excel，打开此文件夹中的示例 <b>ippbook.xlsx</b>。单击选项卡 <b>ippbook</b>，再单击<b>检查</b>（Check）。",
        ),
        "如果情况不同",
        (
            "Mac 版 Excel 不能运行<b>工作表函数</b>，按钮可以使用。需要函数时请使用下面的 xlwings Lite。",
            "<b>没有 Python</b>：install.command 会使用已有的 Python（{versions}，适用于 Apple 芯片）。如果没有，它会先说明，再从互联网下载一个仅供 ippbook 使用的 Python。",
            "<b>Intel 处理器的 Mac</b>：此 zip 没有适用的软件包。请使用 xlwings Lite。",
            _LITE_ZH,
            "<b>移除 ippbook</b>：退出 Excel，用同样的方法打开 <b>uninstall.command</b>。您自己的文件会保留。",
        ),
    ),
}
_TEXTS: Final = {"windows": _WINDOWS, "macos": _MACOS}


def page(system: str, version: str, pythons: tuple[str, ...]) -> str:
    """The page for a system, a version of ippbook, and the versions of Python that the release has packages for."""
    texts = _TEXTS.get(system, _WINDOWS)
    pictures = install_pictures()
    parts = []
    for language, text in texts.items():
        mark = "en" if language == ENGLISH else "zh-CN"
        names = ", ".join(sorted(pythons, key=lambda each: tuple(map(int, each.split(".")))))
        steps = "".join(f"<li>{each}</li>" for each in text.steps)
        cases = "".join(f"<li>{each.format(versions=f'Python {names}')}</li>" for each in text.cases)
        drawn = pictures[f"steps.{language}.svg"].strip() if system == "windows" else ""
        parts.append(
            f'<section lang="{mark}"><h1>{text.heading.format(version=version)}</h1><ol>{steps}</ol>{drawn}<h2>{text.different}</h2><ul>{cases}</ul></section>'
        )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Start here: ippbook {version}</title><style>{_STYLE}</style></head><body>{'<hr>'.join(parts)}</body></html>\n"
    )
