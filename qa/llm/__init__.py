"""A language model on a leash: prose from numbered passages, every sentence checked against what it cites."""
