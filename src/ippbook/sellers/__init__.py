"""Who sells: repeat offenders by seller and store across marketplaces, and what became of the complaints about them."""

from ippbook.sellers.identity import Sellers, identify, name_key
from ippbook.sellers.stages import ENDED, Stage, stage_of, stages
from ippbook.sellers.table import COLUMNS, offenders

__all__ = ["COLUMNS", "ENDED", "Sellers", "Stage", "identify", "name_key", "offenders", "stage_of", "stages"]
