"""Averages the weights of several readers of one ancestry (Wortsman et al. 2022, model soups).

    python -m training.soup A.safetensors:0.6 B.safetensors:0.4 --out runs/soup.safetensors

Heads that a plain BERT checkpoint does not have are taken from the readers that have them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

from training.model import load

OURS = ("token_head.weight", "token_head.bias", "list_head.weight", "list_head.bias")


def trained_heads(path: Path) -> bool:
    """Whether a file holds our own heads, not a transformers checkpoint's."""
    from safetensors import safe_open

    with safe_open(path, "pt") as file:
        return "list_head.weight" in file.keys()  # noqa: SIM118


def mix(parts: list[tuple[Path, float]]) -> dict[str, Tensor]:
    """The weighted mean of the parts' weights; shares are brought to a sum of 1."""
    states = [(dict(load(path).state_dict()), share, trained_heads(path)) for path, share in parts]
    mixed = {}
    for name in states[0][0]:
        used = [(state[name], share) for state, share, full in states if full or name not in OURS]
        total = sum(share for _, share in used)
        mixed[name] = torch.stack([value * (share / total) for value, share in used]).sum(0)
    token = "token_head"
    for part, rows in ((f"{token}.weight", slice(0, 2)), (f"{token}.bias", slice(0, 2))):
        total = sum(share for _, share, _ in states)
        mixed[part][rows] = torch.stack([state[part][rows] * (share / total) for state, share, _ in states]).sum(0)
    return mixed


def main() -> None:
    """Command line."""
    from safetensors.torch import save_file

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="+", help="FILE:share")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    parts = [(Path(part.rpartition(":")[0]), float(part.rpartition(":")[2])) for part in args.parts]
    save_file({name: value.contiguous() for name, value in mix(parts).items()}, args.out)


if __name__ == "__main__":
    main()
