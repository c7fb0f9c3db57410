# cnnquiz: count_parameters


def windows(n, k, s, p=0):
    count, start = 0, -p
    while start + k <= n + p:
        count, start = count + 1, start + s
    return count


def count_parameters(layers, input_shape):
    rows = []
    shape = list(input_shape)
    total_parameters = total_macs = 0
    for layer in layers:
        kind, parameters, macs = layer["type"], 0, 0
        if kind == "conv":
            c, h, w = shape
            k, s = layer["kernel_size"], layer.get("stride", 1)
            p, g = layer.get("padding", 0), layer.get("groups", 1)
            out = layer["out_channels"]
            shape = [out, windows(h, k, s, p), windows(w, k, s, p)]
            for _ in range(out):
                parameters += c // g * k * k
            macs = parameters * shape[1] * shape[2]
            if layer.get("bias", True):
                parameters += out
        elif kind == "pool":
            k = layer["kernel_size"]
            s = layer.get("stride", k)
            shape = [shape[0], windows(shape[1], k, s), windows(shape[2], k, s)]
        elif kind == "linear":
            macs = shape[0] * layer["out_features"]
            parameters = macs + layer["out_features"] * layer.get("bias", True)
            shape = [layer["out_features"]]
        elif kind == "batch_norm":
            parameters = 2 * shape[0]
        elif kind == "flatten":
            features = 1
            for n in shape:
                features *= n
            shape = [features]
        rows.append(
            {"output_shape": tuple(shape), "parameters": parameters, "macs": macs}
        )
        total_parameters += parameters
        total_macs += macs
    return rows, {"parameters": total_parameters, "macs": total_macs}
