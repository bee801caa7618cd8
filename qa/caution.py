"""How sure an answer must be before it is shown: as fitted, or moved along the confidence, which is a probability.

The fitted threshold is one for all answers: of those above it, 85% were right on the data it was fitted to. The two
other settings need no fit of their own. They say how likely each single answer must be to be right, and mean just as
much as the confidence is calibrated.
"""

from __future__ import annotations

from typing import Literal

Caution = Literal["strict", "bold"]

LEAST: dict[Caution, float] = {"strict": 0.85, "bold": 0.5}  # probability that the one answer shown is right


def moved(threshold: float, caution: Caution | None) -> float:
    """The confidence from which answers are shown.

    Args:
        threshold: the fitted one, 0 to 1.
        caution: "strict" shows an answer only when it is itself at least 85% likely to be right, "bold" whenever it
            is more likely right than wrong; None leaves the threshold as it is.

    Returns:
        0 to 1; "strict" never shows more, and "bold" never less, than the fitted threshold does.
    """
    if caution is None:
        return threshold
    return max(threshold, LEAST[caution]) if caution == "strict" else min(threshold, LEAST[caution])
