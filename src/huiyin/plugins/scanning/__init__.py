"""Drafting, one folder an interface."""
