"""Huiyin 回音: the response desk of a public body."""
