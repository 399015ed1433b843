"""Settings of the formulas of a workbook."""

from typing import ClassVar, Literal

from ippbook.tables.settings import SettingGroup, setting


class FormulaSettings(SettingGroup):
    """What the team can set for native formulas."""

    title: ClassVar[str] = "Formulas"
    parameter: ClassVar[str] = "formulas"

    stale_formulas: Literal["by command", "error", "warn", "ignore"] = setting(
        "by command",
        "What a formula that keeps an old value means for the exit code of ippbook. By command: an error with --check, a warning without it.",
        "house",
        "chosen",
        chinese="过期公式处理",
        words={"by command": "按命令", "error": "错误", "warn": "警告", "ignore": "忽略"},
    )
