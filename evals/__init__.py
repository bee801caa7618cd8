"""How good are the answers? Gold questions as data, metrics as pure functions, one report."""
