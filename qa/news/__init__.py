"""What people who work with news need: versions, names, dates, witnesses, disagreements, who says so."""
