"""Built-in channels, one folder each."""
