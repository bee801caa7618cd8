"""Fine-tunes the reader; can be stopped at any time and resumed.

    python -m training.train --data runs/data/train.json.gz --base ../shared/reader --out runs/reader --minutes 90

The learning rate follows the time used, not a count of steps, so that a run fits its budget on any machine: warm-up,
constant, then linearly to zero at ``--minutes`` of training time, counted over all resumed parts. An exponential
average of the weights is kept and is what is evaluated and exported.
"""

from __future__ import annotations

import argparse
import copy
import json
import logging
import time
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from training.data import Batch, Sampler, collate
from training.model import LAYERS, ReaderModel, load
from training.probe import probe

WARM_UP, HOLD = 0.03, 0.2  # shares of the budget
LAYER_DECAY, HEAD_RATE = 0.9, 2.0
INSIDE_WEIGHT, LIST_WEIGHT = 2.0, 0.5
AVERAGE = 0.997
log = logging.getLogger("training.train")


def span_loss(logits: Tensor, gold: Tensor, batch: Batch) -> Tensor:
    """Cross-entropy of one end (start or end) against "not here", normalised over all passages of a question.

    With u = logit - logit at [CLS], a passage's normaliser is log(1 + sum exp u). A question read with several
    passages gets one normaliser over all of them for its right passage (shared normalisation, Clark and Gardner
    2018); each wrong passage also has to say "not here" by itself.

    Args:
        logits: (B, T) of one end.
        gold: (B, T) 1 at gold positions; a row of zeros means "not here".

    Returns:
        mean over the rows.
    """
    u = (logits - logits[:, :1]).masked_fill(~batch.passage, -1e4)  # (B, T)
    null = torch.zeros_like(u[:, :1])
    own = torch.logsumexp(torch.cat([u, null], dim=1), dim=1)  # (B,)
    norm = own.clone()
    for first, stop in batch.shared():
        norm[first] = torch.logsumexp(torch.cat([u[first:stop].flatten(), null[first]]), dim=0)
    count = gold.sum(1)
    any_of = torch.logsumexp(u.masked_fill(gold == 0, -1e4), dim=1)
    all_of = (u * gold).sum(1) / count.clamp(min=1)
    hit = torch.where(batch.alternatives, any_of, all_of)
    return torch.where(count > 0, norm - hit, own).mean()


def loss_of(model: ReaderModel, batch: Batch) -> Tensor:
    """The whole objective: both ends, inside-ness of tokens, and whether the question asks for several things."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        token, many = model(batch.ids, batch.types, batch.mask)
    token, many = token.float(), many.float()
    ends = (span_loss(token[..., 0], batch.starts, batch) + span_loss(token[..., 1], batch.ends, batch)) / 2
    inside = F.binary_cross_entropy_with_logits(token[..., 2][batch.passage], batch.inside[batch.passage])
    known = batch.many >= 0
    asked = F.binary_cross_entropy_with_logits(many[known], batch.many[known]) if bool(known.any()) else many.sum() * 0
    return ends + INSIDE_WEIGHT * inside + LIST_WEIGHT * asked


def rate_at(progress: float) -> float:
    """Share of the peak learning rate at a share of the budget."""
    if progress < WARM_UP:
        return max(progress, 1e-3) / WARM_UP
    return 1.0 if progress < HOLD else float(max(0.0, (1 - progress) / (1 - HOLD)))


def groups_of(model: ReaderModel, rate: float, frozen: int) -> list[dict[str, Any]]:
    """Parameter groups: embeddings and the lowest layers fixed, lower layers slower, heads faster."""
    for part in (model.words, model.positions, model.types, model.norm, *list(model.layers)[:frozen]):
        part.requires_grad_(False)
    groups = [
        {
            "params": list(model.layers[i].parameters()),
            "peak": rate * LAYER_DECAY ** (LAYERS - 1 - i),
            "weight_decay": 0.01,
        }
        for i in range(frozen, LAYERS)
    ]
    heads = [*model.token_head.parameters(), *model.list_head.parameters()]
    return [*groups, {"params": heads, "peak": rate * HEAD_RATE, "weight_decay": 0.0}]


class Run:
    """The state of one training run and its files: ``state.pt`` to resume, ``average.safetensors`` to export."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self.tokenizer = tokenizer
        self.sampler = Sampler(args.data, tokenizer, args.seed)
        self.model = load(args.base / "model.safetensors", dropout=args.dropout)
        self.average = copy.deepcopy(self.model).requires_grad_(False).eval()
        self.optimiser = torch.optim.AdamW(
            groups_of(self.model, args.rate, args.frozen), lr=args.rate, betas=(0.9, 0.98), fused=True
        )
        self.step, self.seconds, self.tokens = 0, 0.0, 0
        if (args.out / "state.pt").exists():
            self.resume()

    def resume(self) -> None:
        """Goes on where ``state.pt`` stopped."""
        state = torch.load(self.args.out / "state.pt", weights_only=True)
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        peaks = [group["peak"] for group in self.optimiser.param_groups]
        self.optimiser.load_state_dict(state["optimiser"])
        for group, peak in zip(self.optimiser.param_groups, peaks, strict=True):
            group["peak"] = peak  # this run's --rate holds, not the one that was saved
        self.step, self.seconds, self.tokens = state["step"], state["seconds"], state["tokens"]
        self.sampler.state |= state["sampler"]
        log.info("resumed at step %d, %.0f s", self.step, self.seconds)

    def save(self) -> None:
        """Writes both files beside the old ones, then replaces them."""
        state = {
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
            "tokens": self.tokens,
            "sampler": self.sampler.state,
            "seed": self.args.seed,
        }
        torch.save(state, self.args.out / "state.new")
        (self.args.out / "state.new").replace(self.args.out / "state.pt")
        save_file({k: v.contiguous() for k, v in self.average.state_dict().items()}, self.args.out / "average.new")
        (self.args.out / "average.new").replace(self.args.out / "average.safetensors")

    @property
    def progress(self) -> float:
        """Share of the time budget used."""
        return self.seconds / (60 * self.args.minutes)

    def one_step(self, batch: Batch) -> float:
        """Forward, backward, update; returns the loss."""
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * rate_at(self.progress)
        loss = loss_of(self.model, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for p in self.model.parameters() if p.requires_grad], 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad()
        self.step += 1
        decay = min(AVERAGE, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for mean, new in zip(self.average.parameters(), self.model.parameters(), strict=True):
                if new.requires_grad:
                    mean.lerp_(new, 1 - decay)
        return float(loss.detach())

    def evaluate(self, best: float) -> float:
        """Reads small held-out samples with the averaged weights; keeps them when they are the best so far."""
        figures = {
            path.name.split(".")[0]: probe(self.average, self.tokenizer, path, self.args.sample)
            for path in self.args.dev
        }
        mean = sum(f["f1"] for f in figures.values()) / max(1, len(figures))
        log.info("step %d tokens %d progress %.3f %s", self.step, self.tokens, self.progress, json.dumps(figures))
        if mean > best:
            save_file(
                {k: v.contiguous() for k, v in self.average.state_dict().items()}, self.args.out / "best.safetensors"
            )
        return max(best, mean)

    def go(self) -> None:
        """Trains until the budget is used, saving and evaluating on the way."""
        best, saved, evaluated, losses = 0.0, time.monotonic(), time.monotonic(), []
        while self.progress < 1:
            for examples in self.sampler.pool(self.progress, draws=480, tokens=self.args.batch_tokens):
                began = time.monotonic()
                batch = collate(examples)
                losses.append(self.one_step(batch))
                self.seconds += time.monotonic() - began
                self.tokens += batch.ids.numel()
                if self.step % 50 == 0:
                    log.info(
                        "step %d loss %.4f tokens %d progress %.3f",
                        self.step,
                        sum(losses) / len(losses),
                        self.tokens,
                        self.progress,
                    )
                    losses = []
                if self.progress >= 1:
                    break
            if time.monotonic() - saved > 60 * self.args.save_minutes:
                self.save()
                saved = time.monotonic()
            if time.monotonic() - evaluated > 60 * self.args.eval_minutes:
                best = self.evaluate(best)
                evaluated = time.monotonic()
        self.save()
        self.evaluate(best)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="what training.prepare wrote")
    parser.add_argument("--base", type=Path, required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--dev", type=Path, nargs="*", default=[], help="held-out files for the figures along the way")
    parser.add_argument("--sample", type=int, default=300, help="questions read of each of them")
    parser.add_argument("--minutes", type=float, default=90.0)
    parser.add_argument("--rate", type=float, default=1.4e-4)
    parser.add_argument("--frozen", type=int, default=1, help="lowest layers that stay as they are")
    parser.add_argument("--dropout", type=float, default=0.0, help="of what each half of a layer adds")
    parser.add_argument("--batch-tokens", type=int, default=4096)
    parser.add_argument("--save-minutes", type=float, default=4.0)
    parser.add_argument("--eval-minutes", type=float, default=15.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    Run(args).go()


if __name__ == "__main__":
    main()
