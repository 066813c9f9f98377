"""Every source of what waits, in the order in which Today asks them."""

from onestory.support.due import walking, worries
from onestory.support.due.source import Source

SOURCES: tuple[Source, ...] = (
    *worries.SOURCES,
    *walking.SOURCES,
)
