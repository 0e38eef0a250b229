"""Readers of foreign input under mutated documents; see docs/how-to/fuzz.md."""
