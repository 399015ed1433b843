"""Sellers across marketplaces: repeat offenders by seller and store, and the results of complaints about them."""

from ippbook.sellers.identity import Sellers, identify, name_key
from ippbook.sellers.stages import ENDED, LinkStage, link_stages, stage_of
from ippbook.sellers.table import COLUMNS, offenders

__all__ = ["COLUMNS", "ENDED", "LinkStage", "Sellers", "identify", "link_stages", "name_key", "offenders", "stage_of"]
