"""Every part of the design on one page, with people who might have lived: for looking at, and for the tests to check."""
