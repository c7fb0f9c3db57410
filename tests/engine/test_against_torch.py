"""A second opinion: PyTorch in float64, on configurations drawn from fixed seeds.

Skipped where torch is missing: ``pip install torch`` or ``cnnquiz[oracle]`` runs it.
"""

import numpy as np
import pytest

from cnnquiz import engine

torch = pytest.importorskip("torch", reason="torch is not installed: no second opinion")
F = torch.nn.functional

seeds = pytest.mark.parametrize("seed", range(40))


def tensor(array, *, grad=True):
    return torch.tensor(array, requires_grad=grad and array.dtype.kind == "f")


def agree(ours, theirs):
    """Compare shapes and values, to the rounding of a few hundred terms."""
    theirs = theirs.detach().numpy()
    assert ours.shape == theirs.shape
    assert ours.dtype == theirs.dtype
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-10)


def pair(rng, low, high):
    return tuple(int(v) for v in rng.integers(low, high + 1, 2))


def draw_conv(seed):
    """Draw a convolution, with the spatial size large enough for its kernel."""
    rng = np.random.default_rng(seed)
    groups = int(rng.integers(1, 4))
    kernel, stride = pair(rng, 1, 4), pair(rng, 1, 3)
    padding, dilation = pair(rng, 0, 3), pair(rng, 1, 3)
    size = [
        max(1, d * (k - 1) + 1 - 2 * p) + int(rng.integers(0, 6))
        for k, p, d in zip(kernel, padding, dilation, strict=True)
    ]
    x = rng.normal(size=(rng.integers(1, 4), groups * rng.integers(1, 4), *size))
    C_out = groups * int(rng.integers(1, 4))
    w = rng.normal(size=(C_out, x.shape[1] // groups, *kernel))
    b = rng.normal(size=C_out) if rng.random() < 0.7 else None
    return rng, x, w, b, (stride, padding, dilation, groups)


@seeds
def test_conv2d_and_its_gradients(seed):
    rng, x, w, b, options = draw_conv(seed)
    tx, tw = tensor(x), tensor(w)
    tb = None if b is None else tensor(b)
    ty = F.conv2d(tx, tw, tb, *options)
    agree(engine.conv2d(x, w, b, *options), ty)

    dout = rng.normal(size=ty.shape)
    ty.backward(torch.tensor(dout))
    dx, dw, db = engine.conv2d_backward(dout, x, w, *options)
    agree(dx, tx.grad)
    agree(dw, tw.grad)
    if tb is not None:
        agree(db, tb.grad)


@seeds
def test_conv_transpose2d_and_its_gradients(seed):
    rng, x, w, _, (stride, padding, dilation, groups) = draw_conv(seed)
    w = rng.normal(size=(x.shape[1], int(rng.integers(1, 4)), *w.shape[2:]))
    b = rng.normal(size=w.shape[1] * groups)
    extra = tuple(
        int(rng.integers(0, max(s, d))) for s, d in zip(stride, dilation, strict=True)
    )
    lengths = [
        (n - 1) * s - 2 * p + d * (k - 1) + 1 + a
        for n, k, s, p, d, a in zip(
            x.shape[2:], w.shape[2:], stride, padding, dilation, extra, strict=True
        )
    ]
    if min(lengths) < 1:
        padding = (0, 0)
    options = (stride, padding, extra, groups, dilation)
    tx, tw, tb = tensor(x), tensor(w), tensor(b)
    ty = F.conv_transpose2d(tx, tw, tb, *options)
    agree(engine.conv_transpose2d(x, w, b, *options), ty)

    dout = rng.normal(size=ty.shape)
    ty.backward(torch.tensor(dout))
    dx, dw, db = engine.conv_transpose2d_backward(dout, x, w, *options)
    agree(dx, tx.grad)
    agree(dw, tw.grad)
    agree(db, tb.grad)


def draw_pool(seed):
    """Draw a pooling; torch takes padding up to half the kernel."""
    rng = np.random.default_rng(seed)
    kernel = pair(rng, 1, 4)
    stride = pair(rng, 1, 4) if rng.random() < 0.7 else None
    padding = tuple(int(rng.integers(0, k // 2 + 1)) for k in kernel)
    size = (int(rng.integers(1, 4)), int(rng.integers(1, 4)), *pair(rng, 4, 9))
    return rng, size, (kernel, stride, padding)


VALUES = {
    "ties": [-1.0, 0.0, 1.0],
    "minus infinity": [-np.inf, -np.inf, -1.0],
    "nan": [np.nan, 0.0, 1.0, 2.0, 3.0, 4.0],
}


@pytest.mark.parametrize("values", VALUES)
@seeds
def test_max_pool2d_and_its_gradient(seed, values):
    rng, size, options = draw_pool(seed)
    x = rng.choice(VALUES[values], size)
    tx = tensor(x)
    ty = F.max_pool2d(tx, *options)
    np.testing.assert_array_equal(engine.max_pool2d(x, *options), ty.detach().numpy())

    dout = rng.integers(1, 100, ty.shape).astype(np.float64)
    ty.backward(torch.tensor(dout))
    dx = engine.max_pool2d_backward(dout, x, *options)
    np.testing.assert_array_equal(dx, tx.grad.numpy())


@seeds
def test_avg_pool2d_and_its_gradient(seed):
    rng, size, options = draw_pool(seed)
    x = rng.normal(size=size)
    tx = tensor(x)
    ty = F.avg_pool2d(tx, *options)
    agree(engine.avg_pool2d(x, *options), ty)

    dout = rng.normal(size=ty.shape)
    ty.backward(torch.tensor(dout))
    agree(engine.avg_pool2d_backward(dout, x.shape, *options), tx.grad)


@seeds
def test_adaptive_avg_pool2d_and_its_gradient(seed):
    rng, size, _ = draw_pool(seed)
    x, output_size = rng.normal(size=size), pair(rng, 1, 12)
    tx = tensor(x)
    ty = F.adaptive_avg_pool2d(tx, output_size)
    agree(engine.adaptive_avg_pool2d(x, output_size), ty)

    dout = rng.normal(size=ty.shape)
    ty.backward(torch.tensor(dout))
    agree(engine.adaptive_avg_pool2d_backward(dout, x.shape), tx.grad)


@seeds
def test_unfold_and_fold(seed):
    rng, x, w, _, (stride, padding, dilation, _) = draw_conv(seed)
    kernel = w.shape[2:]
    columns = engine.unfold(x, kernel, stride, padding, dilation)
    theirs = (kernel, dilation, padding, stride)  # torch's order
    agree(columns, F.unfold(torch.tensor(x), *theirs))
    cols, size = rng.normal(size=columns.shape), x.shape[2:]
    image = engine.fold(cols, size, kernel, stride, padding, dilation)
    agree(image, F.fold(torch.tensor(cols), size, *theirs))


@pytest.mark.parametrize("mode", ["zeros", "reflect", "replicate"])
@pytest.mark.parametrize("padding", [0, 1, (2, 1), (0, 3)])
def test_pad2d(mode, padding):
    x = np.random.default_rng(0).normal(size=(2, 3, 4, 5))
    pH, pW = padding if isinstance(padding, tuple) else (padding, padding)
    name = {"zeros": "constant"}.get(mode, mode)
    agree(
        engine.pad2d(x, padding, mode),
        F.pad(torch.tensor(x), (pW, pW, pH, pH), mode=name),
    )


@pytest.mark.parametrize(
    "options",
    [
        {"mode": "nearest"},
        {"mode": "bilinear", "align_corners": False},
        {"mode": "bilinear", "align_corners": True},
    ],
    ids=str,
)
@seeds
def test_interpolate_and_its_gradient(seed, options):
    rng, shape, _ = draw_pool(seed)
    x = rng.normal(size=shape)
    targets = [{"size": pair(rng, 1, 20)}]
    if not options.get("align_corners"):
        factors = rng.choice([0.5, 1.5, 2.0, 2.5], 2)
        targets.append({"scale_factor": tuple(float(f) for f in factors)})
    for target in targets:
        tx = tensor(x)
        ty = F.interpolate(tx, **target, **options)
        agree(engine.interpolate(x, **target, **options), ty)

        dout = rng.normal(size=ty.shape)
        ty.backward(torch.tensor(dout))
        dx = engine.interpolate_backward(dout, x.shape, **target, **options)
        agree(dx, tx.grad)


@pytest.mark.parametrize("r", [1, 2, 3])
def test_pixel_shuffle(r):
    x = np.random.default_rng(r).normal(size=(2, 2 * r * r, 3, 4))
    agree(engine.pixel_shuffle(x, r), F.pixel_shuffle(torch.tensor(x), r))


@pytest.mark.parametrize("training", [False, True])
def test_a_network_forward_and_backward(training):
    """The layers in a row against the same layers of torch, with the same weights."""
    rng = np.random.default_rng(3)
    ours = engine.Sequential(
        engine.Conv2d(2, 4, (3, 2), (1, 2), 1, rng=rng, dtype=np.float64),
        engine.BatchNorm2d(4, dtype=np.float64),
        engine.ReLU(),
        engine.MaxPool2d(3, 2, 1),
        engine.Conv2d(4, 6, 3, padding=1, groups=2, rng=rng, dtype=np.float64),
        engine.ReLU(),
        engine.AvgPool2d(2),
        engine.Flatten(),
        engine.Linear(6 * 2 * 1, 5, rng=rng, dtype=np.float64),
    )
    theirs = torch.nn.Sequential(
        torch.nn.Conv2d(2, 4, (3, 2), (1, 2), 1),
        torch.nn.BatchNorm2d(4),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(3, 2, 1),
        torch.nn.Conv2d(4, 6, 3, padding=1, groups=2),
        torch.nn.ReLU(),
        torch.nn.AvgPool2d(2),
        torch.nn.Flatten(),
        torch.nn.Linear(6 * 2 * 1, 5),
    ).double()
    theirs.train(training)
    names = {"w": "weight", "b": "bias", "gamma": "weight", "beta": "bias"}
    modules = dict(theirs.named_parameters()) | dict(theirs.named_buffers())
    matched = {}
    for key, array in ours.state().items():
        position, name = key.split(".")
        matched[key] = modules[f"{position}.{names.get(name, name)}"]
        matched[key].data.copy_(torch.tensor(array))

    x, labels = rng.normal(size=(3, 2, 8, 9)), rng.integers(0, 5, 3)
    tx = tensor(x)
    ty = theirs(tx)
    loss = F.cross_entropy(ty, torch.tensor(labels))
    loss.backward()

    y = ours.forward(x, training)
    agree(y, ty)
    dx, gradients = ours.backward(engine.cross_entropy_backward(y, labels))
    agree(dx, tx.grad)
    for key, gradient in gradients.items():
        agree(gradient, matched[key].grad)
    for key, array in ours.state().items():
        agree(array, matched[key])
