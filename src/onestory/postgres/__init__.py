"""PostgreSQL for a trial on one machine, and the roles Onestory needs on any PostgreSQL.

Plain Python: this package knows neither Django nor the rest of Onestory, and it never chooses a real
server's settings.
"""
