"""Every part of the design on one page, with people who might have lived: to look at, and for tests to check."""
