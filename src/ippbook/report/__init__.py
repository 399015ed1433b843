"""The report: one page for a manager, made of one study of a workbook.

`contents` has what the page shows as data, `charts` draws it, `page` writes it as HTML. docs/report.md says how it is built.
"""

from ippbook.report.contents import ReportContents, report_contents
from ippbook.report.page import report_page

__all__ = ["ReportContents", "report_contents", "report_page"]
