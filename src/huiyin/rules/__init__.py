"""Pure decisions of the desk: no database, no clock, no network; `now` is an argument."""
