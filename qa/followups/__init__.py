"""Follow-up questions made standalone without a language model; :mod:`qa.followups.followup` is the door."""
