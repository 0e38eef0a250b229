"""The tables that signing in needs, as the library has them now."""
