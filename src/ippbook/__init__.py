"""The workbook with which a brand team defends its intellectual property on Alibaba's marketplaces, and the Python behind it."""

__version__ = "0.1.0"
