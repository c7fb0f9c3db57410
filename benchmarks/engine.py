# ruff: noqa: E402 (the number of threads is set before NumPy loads)
"""The engine's speed against PyTorch and the matrix product, as ratios in one run.

    python benchmarks/engine.py [ROUNDS]

One thread, processor time, medians of rounds that take turns. A ratio to PyTorch is to
the better of its two settings, with oneDNN and without. Each figure stands beside its
gate, which must hold, and its goal, which is aimed at. Without PyTorch the comparisons
with it are left out.

Some environments set OPENBLAS_CORETYPE, which chooses a slower kernel; unset it, and
OPENBLAS_L2_SIZE, to measure what a reader's machine does.
"""

from __future__ import annotations

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import contextlib
import platform
import sys
import time
import tracemalloc
import warnings

import numpy as np

from cnnquiz import engine

try:
    import torch
    from torch.nn import functional
except ImportError:
    torch = None

# name: N, C, H and W, C_out, kernel, stride, padding, dilation, groups
REAL = {
    "mnist1 64×1×28²→16": (64, 1, 28, 16, 3, 1, 1, 1, 1),
    "mnist2 64×16×14²→32": (64, 16, 14, 32, 3, 1, 1, 1, 1),
    "cifar 32×64×32²→64": (32, 64, 32, 64, 3, 1, 1, 1, 1),
    "resnet 8×128×28²→128": (8, 128, 28, 128, 3, 1, 1, 1, 1),
    "resnet 8×256×14²→256": (8, 256, 14, 256, 3, 1, 1, 1, 1),
    "pointwise 8×256×56²→64": (8, 256, 56, 64, 1, 1, 0, 1, 1),
    "stem 4×3×224²→64 k7 s2": (4, 3, 224, 64, 7, 2, 3, 1, 1),
    "groups=4 8×64×28²→64": (8, 64, 28, 64, 3, 1, 1, 1, 4),
    "dilation=2 8×64×28²→64": (8, 64, 28, 64, 3, 1, 2, 2, 1),
    "depthwise 8×128×28²": (8, 128, 28, 128, 3, 1, 1, 1, 128),
}
DEPTHWISE = "depthwise 8×128×28²"
TINY = {
    "1×1×8²→1": (1, 1, 8, 1, 3, 1, 0, 1, 1),
    "2×3×8²→4 padding 1": (2, 3, 8, 4, 3, 1, 1, 1, 1),
    "4×4×8²→4 stride 2": (4, 4, 8, 4, 3, 2, 0, 1, 1),
}


WITHOUT_ONEDNN = "torch without oneDNN"


class Report:
    """Prints figures beside their bounds, and remembers which gates are missed."""

    def __init__(self) -> None:
        self.missed = []

    def head(self, title, *columns):
        """Print a section's head."""
        print(f"\n{title}\n{'':42}" + "".join(f"{c:>16}" for c in columns))

    def row(self, what, *figures):
        """Print figures that have no bound."""
        print(f"  {what:40}" + "".join(f"{figure:16.2f}" for figure in figures))

    def bound(self, what, figure, gate, goal, *, least=False):
        """Print a figure with its gate and goal: at most, or with ``least`` at least."""

        def holds(limit):
            return figure >= limit if least else figure <= limit

        if not holds(gate):
            self.missed.append(f"{what}: {figure:.2f} (gate {gate})")
        state = "goal met" if holds(goal) else f"{abs(figure - goal):.2f} from the goal"
        state = state if holds(gate) else "GATE MISSED"
        sign = "≥" if least else "≤"
        print(
            f"  {what:40}{figure:16.2f}   gate {sign} {gate}, goal {sign} {goal}: {state}"
        )


def medians(actions, rounds, unit=1e-3):
    """Return each action's median processor time in µs; they take turns."""
    times = {name: [] for name in actions}
    repeats = {}
    for name, action in actions.items():
        with setting(name):
            action()
            began = time.perf_counter()
            action()
        repeats[name] = max(1, int(unit / (time.perf_counter() - began)))
    for _ in range(rounds):
        for name, action in actions.items():
            with setting(name):
                began = time.process_time_ns()
                for _ in range(repeats[name]):
                    action()
                ended = time.process_time_ns()
            times[name].append((ended - began) / repeats[name] / 1e3)
    return {name: float(np.median(values)) for name, values in times.items()}


def against_torch(ours, theirs, rounds, **more):
    """Return our time over torch's better one, and all times; nan without torch."""
    actions = {"ours": ours, **more}
    if torch:
        actions |= {"torch": theirs, WITHOUT_ONEDNN: theirs}
    times = medians(actions, rounds)
    best = min((t for name, t in times.items() if "torch" in name), default=np.nan)
    return times["ours"] / best, times


def setting(name):
    """Return a context in which torch uses the kernels that the name says."""
    if name == WITHOUT_ONEDNN:
        return torch.backends.mkldnn.flags(enabled=False, allow_tf32=False)
    return contextlib.nullcontext()


def geometric_mean(values):
    """Average ratios."""
    return float(np.exp(np.mean(np.log(list(values)))))


def draw(shape, dtype):
    """Return a convolution's x, w, b and window arguments."""
    N, C, H, C_out, k, stride, padding, dilation, groups = shape
    rng = np.random.default_rng(0)
    x = rng.standard_normal((N, C, H, H)).astype(dtype)
    w = rng.standard_normal((C_out, C // groups, k, k)).astype(dtype)
    b = rng.standard_normal(C_out).astype(dtype)
    return x, w, b, (stride, padding, dilation, groups)


def tensors(*arrays):
    """Return torch's views of the arrays, or nothing without torch."""
    return [torch.from_numpy(a) if torch else None for a in arrays]


def convolution(report, dtype, rounds):
    """Time both passes on the real shapes."""
    report.head(
        f"conv2d, {dtype}: of the matrix product's speed; times torch",
        "forward / gemm", "forward / torch", "backward / torch",
    )  # fmt: skip
    speed, forward, backward = {}, {}, {}
    for name, shape in REAL.items():
        x, w, b, window = draw(shape, dtype)
        y = engine.conv2d(x, w, b, *window)
        N, C_out, H_out, W_out = y.shape
        groups = window[-1]
        filters = w.reshape(groups, C_out // groups, -1)
        columns = np.ones((N, groups, filters.shape[-1], H_out * W_out), dtype)
        out = np.empty((N, groups, C_out // groups, H_out * W_out), dtype)
        tx, tw, tb, tdout = tensors(x, w, b, y)
        stride, padding, dilation, _ = window
        forward[name], times = against_torch(
            lambda: engine.conv2d(x, w, b, *window),
            lambda: functional.conv2d(tx, tw, tb, *window),
            rounds,
            gemm=lambda: np.matmul(filters, columns, out=out),
        )
        speed[name] = times["gemm"] / times["ours"]
        backward[name], _ = against_torch(
            lambda: engine.conv2d_backward(y, x, w, *window),
            lambda: torch.ops.aten.convolution_backward(
                tdout, tx, tw, [C_out], [stride] * 2, [padding] * 2, [dilation] * 2,
                False, [0, 0], groups, [True] * 3,
            ),
            rounds,
        )  # fmt: skip
        report.row(name, speed[name], forward[name], backward[name])
    dense = [name for name in REAL if name != DEPTHWISE]
    single = dtype == "float32"
    if single:
        mean = geometric_mean(speed[name] for name in dense)
        report.bound("forward, of gemm, 9 dense shapes", mean, 0.80, 0.92, least=True)
    if torch:
        gate, goal = (1.40, 1.15) if single else (0.70, 0.48)
        report.bound("forward, 10 shapes", geometric_mean(forward.values()), gate, goal)
        if single:
            worst = max(forward[name] for name in dense)
            report.bound("forward, the worst dense shape", worst, 2.2, 1.5)
        gate, goal = (1.6, 1.25) if single else (0.9, 0.60)
        report.bound(
            "backward, 10 shapes", geometric_mean(backward.values()), gate, goal
        )


def tiny(report, rounds):
    """Time convolutions that are all overhead."""
    report.head("conv2d, float32, tiny: µs a call; times torch")
    for name, shape in TINY.items():
        x, w, b, window = draw(shape, "float32")
        tx, tw, tb = tensors(x, w, b)
        ratio, times = against_torch(
            lambda: engine.conv2d(x, w, b, *window),
            lambda: functional.conv2d(tx, tw, tb, *window),
            rounds,
        )
        report.bound(f"{name}, µs", times["ours"], 15, 8)
        if torch:
            report.row(f"{name}, / torch (goal ≤ 1)", ratio)


def pooling(report, rounds):
    """Time pooling. torch's backward has the winners that its forward noted."""
    report.head("pooling, float32: times torch")
    for shape, k, stride in [
        ((64, 16, 28, 28), 2, 2),
        ((32, 64, 32, 32), 2, 2),
        ((4, 64, 112, 112), 3, 2),
    ]:
        x = np.random.default_rng(0).standard_normal(shape).astype("float32")
        layer = engine.MaxPool2d(k, stride)
        dout = layer.forward(x).copy()
        tx, tdout = tensors(x, dout)
        _, index = functional.max_pool2d(tx, k, stride, return_indices=True)
        cases = {
            "max forward": (
                lambda: engine.max_pool2d(x, k, stride),
                lambda: functional.max_pool2d(tx, k, stride),
                (0.4, 0.15),
            ),
            "max backward": (
                lambda: layer.backward(dout),
                lambda: torch.ops.aten.max_pool2d_with_indices_backward(
                    tdout, tx, [k, k], [stride, stride], [0, 0], [1, 1], False, index
                ),
                (4, 1.8),
            ),
            "average forward": (
                lambda: engine.avg_pool2d(x, k, stride),
                lambda: functional.avg_pool2d(tx, k, stride),
                (0.5, 0.25),
            ),
        }
        size = "×".join(map(str, shape))
        for what, (ours, theirs, bounds) in cases.items():
            more = {}
            if what == "max backward":
                more["function"] = lambda: engine.max_pool2d_backward(
                    dout, x, k, stride
                )
            ratio, times = against_torch(ours, theirs, rounds, **more)
            report.bound(f"{what} {size} k{k}", ratio, *bounds)
            if more:
                alone = ratio * times["function"] / times["ours"]
                report.row("  finding the winners again", alone)


def other_layers(report, rounds):
    """Time batch normalization, the loss and Adam."""
    report.head("other layers, float32: times torch")
    rng = np.random.default_rng(0)
    x = rng.standard_normal((64, 16, 28, 28)).astype("float32")
    ones, zeros = np.ones(16, "float32"), np.zeros(16, "float32")
    logits = rng.standard_normal((64, 10)).astype("float32")
    labels = rng.integers(0, 10, 64)
    p, g, m, v = rng.random((4, 10_000)).astype("float32")
    tx, tones, tzeros, tlogits, tlabels = tensors(x, ones, zeros, logits, labels)
    tlogits.requires_grad_()
    tp = torch.tensor(p, requires_grad=True)
    tp.grad = torch.tensor(g)
    adam = torch.optim.Adam([tp])
    invstd = 1 / (tx.var((0, 2, 3), unbiased=False) + 1e-5).sqrt()
    mean = tx.mean((0, 2, 3))
    cases = {
        "batch_norm forward": (
            lambda: engine.batch_norm(x, ones, zeros, zeros, ones),
            lambda: functional.batch_norm(tx, tzeros, tones, tones, tzeros, True),
            (0.8, 0.55),
        ),
        "batch_norm backward": (
            lambda: engine.batch_norm_backward(x, x, ones),
            lambda: torch.ops.aten.native_batch_norm_backward(
                tx, tx, tones, None, None, mean, invstd, True, 1e-5, [True] * 3
            ),
            (2.2, 1.5),
        ),
        "cross-entropy and gradient 64×10": (
            lambda: engine.cross_entropy_with_gradient(logits, labels),
            lambda: torch.autograd.grad(
                functional.cross_entropy(tlogits, tlabels), tlogits
            ),
            (0.8, 0.5),
        ),
        "Adam, 10,000 parameters": (
            lambda: engine.adam_step(p, g, m, v, 9),
            adam.step,
            (0.5, 0.3),
        ),
    }
    for what, (ours, theirs, bounds) in cases.items():
        if what == "cross-entropy and gradient 64×10" or "Adam" in what:
            with torch.enable_grad():
                ratio, _ = against_torch(ours, theirs, rounds)
        else:
            ratio, _ = against_torch(ours, theirs, rounds)
        report.bound(what, ratio, *bounds)


def training(report, rounds):
    """Time a step of a small network: forward, loss, backward, SGD with momentum."""
    report.head("train step, float32: times torch")
    for N, gate, goal in [(64, 1.1, 0.85), (4, 0.6, 0.35)]:
        rng = np.random.default_rng(0)
        x = rng.standard_normal((N, 1, 28, 28)).astype("float32")
        labels = rng.integers(0, 10, N)
        ours = engine.Sequential(
            engine.Conv2d(1, 16, 3, padding=1, rng=rng), engine.ReLU(),
            engine.MaxPool2d(2),
            engine.Conv2d(16, 32, 3, padding=1, rng=rng), engine.ReLU(),
            engine.MaxPool2d(2), engine.Flatten(),
            engine.Linear(32 * 7 * 7, 10, rng=rng),
        )  # fmt: skip
        nn = torch.nn
        theirs = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(32 * 7 * 7, 10),
        )  # fmt: skip
        optimizer = torch.optim.SGD(theirs.parameters(), lr=0.01, momentum=0.9)
        tx, tlabels = tensors(x, labels)

        def step(theirs=theirs, optimizer=optimizer, tx=tx, tlabels=tlabels):
            optimizer.zero_grad()
            functional.cross_entropy(theirs(tx), tlabels).backward()
            optimizer.step()

        with torch.enable_grad():
            ratio, _ = against_torch(
                lambda: ours.train_step(x, labels, 0.01),
                step,
                rounds,
            )
        report.bound(f"N = {N}", ratio, gate, goal)


def memory(report):
    """Measure what a convolution needs beyond its output and its padded input."""
    report.head("memory")
    x, w, b, window = draw(REAL["cifar 32×64×32²→64"], "float32")
    engine.conv2d(x[:1], w, b, *window)
    tracemalloc.start()
    y = engine.conv2d(x, w, b, *window)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    needed = y.nbytes + 32 * 64 * 34 * 34 * 4
    report.bound("conv2d on the cifar shape, MB", (peak - needed) / 1e6, 4, 1.5)


def blas():
    """Name the matrix kernel that NumPy runs."""
    try:
        import threadpoolctl
    except ImportError:
        return "unknown (pip install threadpoolctl tells)"
    engine.linear(np.ones((2, 2)), np.ones((2, 2)))
    return ", ".join(
        f"{pool['internal_api']} {pool['version']} {pool.get('architecture', '')}"
        for pool in threadpoolctl.threadpool_info()
        if "numpy" in pool["filepath"]
    )


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    print(f"{platform.platform()}, NumPy {np.__version__}, {rounds} rounds, one thread")
    print(f"BLAS: {blas()} (the gates and goals were set where it is SkylakeX)")
    print(f"torch: {torch.__version__ if torch else 'missing, comparisons left out'}")
    report = Report()
    if torch:
        warnings.filterwarnings("ignore", message="TF32 acceleration")
        torch.set_num_threads(1)
        torch.set_grad_enabled(False)
    for dtype in ("float32", "float64"):
        convolution(report, dtype, rounds)
    tiny(report, rounds)
    memory(report)
    if torch:
        pooling(report, rounds)
        other_layers(report, rounds)
        training(report, rounds)
    print("\nNot measured: other libraries than torch. Float32's rounding is a test,")
    print("tests/engine/test_rounding.py.")
    print("\nGates missed: " + ("; ".join(report.missed) or "none"))


if __name__ == "__main__":
    main()
