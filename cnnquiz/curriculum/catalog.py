"""What the exercises are called: enough for a list, without loading what they ask.

The order of the table is the order of the course. Everything else that has a name
before it is opened (title, statement, signature) is read from the exercise's stub.
"""

from __future__ import annotations

import ast
import functools
import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from cnnquiz import resources
from cnnquiz.errors import UnknownExerciseError

if TYPE_CHECKING:
    from cnnquiz.curriculum.exercise import Exercise

Level = Literal["easy", "medium", "hard"]
LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True, slots=True)
class Entry:
    """An exercise as a list shows it; `pack` is where it comes from, if not from us."""

    track: str
    slug: str
    level: Level
    minutes: int
    pack: resources.Pack | None = None

    @property
    def stub(self) -> Path:
        """The file that a learner starts from."""
        return self._tree("exercises") / self.track / f"{self.slug}.py"

    @property
    def solution(self) -> Path:
        """The model solution."""
        return self._tree("solutions") / self.track / f"{self.slug}.py"

    @property
    def loops(self) -> Path | None:
        """The same in plain loops, as an interviewer asks for first, if it is written."""
        path = self.solution.with_name(f"{self.slug}_loops.py")
        return path if path.is_file() else None

    def _tree(self, name: str) -> Path:
        return self.pack.root / name if self.pack else resources.tree(name)

    @property
    def statement(self) -> str:
        """What the exercise asks: the docstring of its stub."""
        return ast.get_docstring(_parsed(self.stub)) or ""

    @property
    def title(self) -> str:
        """The first line of the statement."""
        return self.statement.partition("\n")[0]

    @property
    def signature(self) -> Signature:
        """How the function or class that the stub defines is called."""
        return Signature.of(_parsed(self.stub), self.slug)

    def load(self) -> Exercise:
        """Import the exercise's cases, checks and misconceptions."""
        package = self.pack.package if self.pack else "cnnquiz.curriculum"
        module = importlib.import_module(f"{package}.{self.track}.{self.slug}")
        exercise: Exercise = module.EXERCISE
        return exercise


@dataclass(frozen=True, slots=True)
class Signature:
    """The name to define, its required arguments and its optional ones."""

    name: str
    positional: tuple[str, ...]
    keywords: tuple[str, ...]

    @classmethod
    def of(cls, stub: ast.Module, slug: str) -> Signature:
        """Read it from a stub: the function of that name, else the first class."""
        for node in stub.body:
            if isinstance(node, ast.FunctionDef) and node.name == slug:
                return cls._of_function(node, slug, 0)
            if isinstance(node, ast.ClassDef):
                init = next(
                    n
                    for n in node.body
                    if isinstance(n, ast.FunctionDef) and n.name == "__init__"
                )
                return cls._of_function(init, node.name, 1)
        raise LookupError(f"the stub of '{slug}' defines neither it nor a class")

    @classmethod
    def _of_function(cls, node: ast.FunctionDef, name: str, skip: int) -> Signature:
        names = [argument.arg for argument in node.args.args][skip:]
        split = len(names) - len(node.args.defaults)
        return cls(name, tuple(names[:split]), tuple(names[split:]))


@functools.lru_cache(maxsize=128)
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _track(name: str, *rows: tuple[str, Level, int]) -> tuple[Entry, ...]:
    return tuple(Entry(name, slug, level, minutes) for slug, level, minutes in rows)


CATALOG: tuple[Entry, ...] = (
    *_track(
        "activations",
        ("relu", "easy", 5),
        ("relu_backward", "easy", 5),
        ("leaky_relu", "easy", 5),
        ("sigmoid", "easy", 5),
        ("softmax", "easy", 8),
        ("log_softmax", "easy", 8),
    ),
    *_track(
        "losses",
        ("one_hot", "easy", 4),
        ("cross_entropy", "medium", 10),
        ("cross_entropy_backward", "medium", 10),
        ("label_smoothing_loss", "medium", 12),
        ("focal_loss", "medium", 15),
        ("dice_loss", "medium", 10),
    ),
    *_track(
        "linear",
        ("linear", "easy", 5),
        ("linear_backward", "medium", 12),
        ("flatten", "easy", 3),
        ("numerical_gradient", "medium", 15),
        ("gradient_check", "medium", 8),
    ),
    *_track(
        "convolution",
        ("conv_output_size", "easy", 5),
        ("pad2d", "easy", 10),
        ("correlate2d", "easy", 12),
        ("convolve2d", "easy", 8),
        ("conv2d", "medium", 25),
        ("im2col", "medium", 20),
        ("col2im", "hard", 20),
        ("conv2d_fast", "medium", 15),
        ("conv2d_backward", "hard", 35),
        ("grouped_conv2d", "medium", 20),
        ("depthwise_separable_conv2d", "medium", 20),
        ("pointwise_conv2d", "easy", 8),
        ("conv_transpose2d", "hard", 25),
        ("dilate_kernel", "medium", 10),
    ),
    *_track(
        "pooling",
        ("max_pooling", "easy", 10),
        ("max_pool2d", "easy", 15),
        ("max_pool2d_backward", "medium", 20),
        ("avg_pool2d", "medium", 15),
        ("avg_pool2d_backward", "medium", 15),
        ("global_avg_pool2d", "easy", 5),
    ),
    *_track(
        "normalization",
        ("batch_norm", "medium", 20),
        ("batch_norm_backward", "hard", 30),
        ("layer_norm", "medium", 12),
        ("group_norm", "medium", 15),
        ("fold_batch_norm", "medium", 12),
    ),
    *_track(
        "regularization",
        ("dropout", "easy", 12),
        ("dropout_backward", "easy", 5),
        ("weight_penalty", "easy", 8),
        ("early_stopping", "medium", 12),
        ("random_flip_crop", "medium", 15),
        ("mixup", "medium", 10),
    ),
    *_track(
        "optimization",
        ("init_weights", "easy", 10),
        ("sgd_step", "easy", 10),
        ("adam_step", "medium", 15),
        ("adamw_step", "medium", 10),
        ("cosine_lr", "easy", 8),
        ("clip_grad_norm", "easy", 8),
        ("minibatches", "easy", 8),
    ),
    *_track(
        "detection",
        ("receptive_field", "easy", 12),
        ("count_parameters", "medium", 25),
        ("grad_cam", "medium", 12),
        ("iou", "easy", 12),
        ("nms", "medium", 20),
        ("average_precision", "medium", 20),
    ),
    *_track(
        "networks",
        ("residual_block", "medium", 20),
        ("cnn_forward", "medium", 20),
        ("cnn_loss_and_gradients", "hard", 45),
        ("debug_cnn", "hard", 45),
        ("train_cnn", "hard", 90),
    ),
)
SLUGS: tuple[str, ...] = tuple(entry.slug for entry in CATALOG)


@functools.cache
def every() -> tuple[Entry, ...]:
    """Return the whole course, and then what packs add to it.

    A slug that is taken already is left out; `cnnquiz lint` says so.
    """
    entries = {entry.slug: entry for entry in CATALOG}
    for pack in resources.packs().loaded:
        for entry in of_pack(pack):
            entries.setdefault(entry.slug, entry)
    return tuple(entries.values())


def of_pack(pack: resources.Pack) -> tuple[Entry, ...]:
    """Return the exercises of one pack."""
    return tuple(
        Entry(track, slug, level, minutes, pack)
        for track, rows in pack.tracks.items()
        for slug, level, minutes in rows
    )


def is_slug(word: str) -> bool:
    """Return whether an exercise is called so; packs are looked at last."""
    return word in SLUGS or any(entry.slug == word for entry in every())


def find(slug: str) -> Entry:
    """Return the entry of a slug.

    Raises
    ------
    UnknownExerciseError
        If there is none; its message names the nearest.
    """
    for entry in CATALOG:  # without looking for packs, which takes time
        if entry.slug == slug:
            return entry
    for entry in every():
        if entry.slug == slug:
            return entry
    raise UnknownExerciseError(slug, [entry.slug for entry in every()])
