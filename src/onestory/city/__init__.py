"""A simulated city: people who do not exist, in the neighbourhoods of a city that does, and what partners know of them.

Plain Python: knows no Django, no database and no other part of Onestory but the published facts and `core`.
"""
