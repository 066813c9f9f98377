"""The past of a city: whole stories lived through once by the product's own acts, and printed for thousands of families.

What is printed is what the acts wrote, row by row, with other families, workers and days: no rule is written a second time, and
whatever an act comes to write is printed too.
"""

from onestory.config.demo.past.filling import fill

__all__ = ["fill"]
