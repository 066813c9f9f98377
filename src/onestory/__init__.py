"""Onestory: the record a family hub network runs on."""
