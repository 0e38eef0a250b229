"""Built-in plug-ins, one folder each; found by entry point, imported by nobody."""
