"""Writes China's holidays of the installed package `holidays` into the file from which a run reads them."""

from ippbook.deadlines.workdays import CALENDAR_FILE, holiday_days, installed_holidays

if __name__ == "__main__":
    CALENDAR_FILE.write_text(holiday_days().as_text(installed_holidays()), "ascii", newline="\n")
