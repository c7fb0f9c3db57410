"""Which hostile files there are, and how each of them may end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cnnquiz.grading.verdict import Status


@dataclass(frozen=True)
class Attack:
    name: str
    ends: frozenset
    slug: str = "relu"


ATTACKS = {
    p.stem: Attack(p.stem, frozenset(Status) - {Status.PASSED})
    for p in sorted((Path(__file__).parent / "files").glob("*.py"))
}
import re

for n in list(ATTACKS):
    m = re.findall(
        r"^def (conv_output_size|conv2d_backward)",
        (Path(__file__).parent / "files" / f"{n}.py").read_text(),
        re.MULTILINE,
    )
    if m:
        ATTACKS[n] = Attack(n, ATTACKS[n].ends, m[0])
