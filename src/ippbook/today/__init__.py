"""What to do today and this week: one order and one wording for the sheet Today, `ippbook today`, `ippbook due` and the report."""

from ippbook.late_names import late_names

__getattr__ = late_names(
    __name__,
    {
        "AccountTile": "tiles",
        "MOST_TASKS": "task_list",
        "TodayTask": "task",
        "TaskKind": "urgency",
        "TaskList": "task_list",
        "Urgency": "urgency",
        "by_urgency": "urgency",
        "how_late": "urgency",
        "tile_lines": "tiles",
        "urgency_of": "urgency",
    },
)
