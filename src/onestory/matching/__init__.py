"""Which records are about the same person. Plain Python over DuckDB or Spark: no Django, nothing of the record.

Read `dedupe.py` first: it is the whole road from files to clusters. It decides nothing about families: what it
joins is for a person, or for the rules of `linkage`, to accept.
"""
