"""Reads a safetensors file as views into a memory map: nothing is loaded before it is used.

The format: eight bytes with the length of a JSON header, the header (name → dtype, shape, offsets), then raw
little-endian numbers (https://huggingface.co/docs/safetensors).
"""

from __future__ import annotations

import json
import mmap
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


class SafetensorsMap:
    """The float32 tensors of one file, by name.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not a safetensors file, or it is cut short.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if not 2 <= length <= path.stat().st_size - 8:
                raise ValueError("not a safetensors file, or cut within its header")
            header = json.loads(file.read(length))
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.tensors: dict[str, NDArray[np.float32]] = {}
        for name, entry in header.items():
            if name != "__metadata__" and entry["dtype"] == "F32":
                begin, end = entry["data_offsets"]
                flat = np.frombuffer(self._map, np.dtype("<f4"), (end - begin) // 4, 8 + length + begin)
                self.tensors[name] = flat.reshape(entry["shape"])

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of every tensor, by name."""
        return {name: tensor.shape for name, tensor in self.tensors.items()}

    def release(self) -> None:
        """Gives the pages that were read back to the operating system; they are read again when needed."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)
