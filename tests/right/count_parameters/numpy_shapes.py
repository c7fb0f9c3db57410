# cnnquiz: count_parameters
import numpy as np


def count_parameters(layers, input_shape):
    """NumPy ints, shapes as lists, a list of the two."""
    shape = np.array(input_shape)
    rows = []
    for layer in layers:
        row = {"parameters": np.int64(0), "macs": np.int64(0)}
        match layer:
            case {"type": "conv", "out_channels": out, "kernel_size": k}:
                s, p = layer.get("stride", 1), layer.get("padding", 0)
                filters = np.ones((out, shape[0] // layer.get("groups", 1), k, k))
                shape = np.append(out, (shape[1:] + 2 * p - k) // s + 1)
                row["macs"] = filters.size * shape[1:].prod()
                row["parameters"] = filters.size + out * layer.get("bias", True)
            case {"type": "pool", "kernel_size": k}:
                shape = np.append(
                    shape[0], (shape[1:] - k) // layer.get("stride", k) + 1
                )
            case {"type": "linear", "out_features": out}:
                weights = shape[0] * out
                row = {
                    "macs": weights,
                    "parameters": weights + layer.get("bias", 1) * out,
                }
                shape = np.array([out])
            case {"type": "batch_norm"}:
                row["parameters"] = 2 * shape[0]
            case {"type": "flatten"}:
                shape = shape.prod(keepdims=True)
        rows.append({**row, "output_shape": shape.tolist()})
    return [rows, {k: np.sum([r[k] for r in rows]) for k in ("macs", "parameters")}]
