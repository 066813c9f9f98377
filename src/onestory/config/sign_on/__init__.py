"""Talking with an organisation's identity provider: what is asked of it, and what of its answers is believed."""
