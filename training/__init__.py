"""How the reader was made: data, training, calibration, export and evaluation (see README.md)."""
