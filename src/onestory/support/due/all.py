"""Every source of what waits, in the order in which Today asks them."""

from onestory.support.due import walking
from onestory.support.due.source import Source

SOURCES: tuple[Source, ...] = (*walking.SOURCES,)
