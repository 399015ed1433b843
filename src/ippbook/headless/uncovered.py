"""The members of xlwings' object model that the engine does not cover: each refuses with a sentence.

The table names every member that a class of xlwings declares and the class of the engine does not have; a test compares it
with xlwings, so that a new version of xlwings cannot add a member without a decision here.
"""

from collections.abc import Mapping
from typing import Final

_RANGE: Final = """
    add_comment add_hyperlink add_note adjust_indent autofill autofilter autofit borders characters clear clear_formats
    comment conditional_formats copy copy_from copy_picture data_validation delete font formula_array
    get_async_pipeline_overrides get_special_cells group height horizontal_alignment hyperlink insert left merge move note
    paste remove_duplicates replace_all set_colors sort to_pdf to_png top ungroup unmerge vertical_alignment width wrap_text
    """
_RANGE_IN_LITE: Final = """
    get_color get_colors get_column_hidden get_column_width get_comment get_conditional_formats get_current_region
    get_data_validation get_expanded_range get_formula get_formula_array get_height get_horizontal_alignment get_hyperlink
    get_left get_merge_area get_merge_cells get_number_format get_row_height get_row_hidden get_table get_top
    get_vertical_alignment get_width get_wrap_text
    """
"""Members that xlwings calls “only in xlwings Lite”."""
_SHEET: Final = """
    autofit charts clear clear_formats comments copy freeze_panes get_comments get_used_range load move notes page_setup
    pictures pivot_tables shapes show_gridlines to_html
    """
_TABLE: Final = """
    autofilter rows show_table_style_column_stripes show_table_style_first_column show_table_style_last_column
    show_table_style_row_stripes sort
    """

UNCOVERED: Final[Mapping[str, tuple[str, ...]]] = {
    "App": ("get_selection",),
    "Books": ("get_active",),
    "Book": ("flush", "get_comments", "json", "load", "to_pdf"),
    "Sheets": ("get_active",),
    "Sheet": tuple(_SHEET.split()),
    "Range": tuple((_RANGE + _RANGE_IN_LITE).split()),
    "Name": ("delete",),
    "Table": tuple(_TABLE.split()),
    "TableColumns": ("add", "get_count"),
    "TableColumn": ("delete", "get_data_body_range", "get_range"),
}
"""The members by class of xlwings."""
