# cnnquiz: fold_batch_norm
"""A batch norm in evaluation is a line, and a line of a linear map is a linear map.

With s = γ / √(σ² + ε), the line is y = s · (z − μ) + β. Put z = w ∗ x + b into it: the
filter is multiplied by s, and what does not depend on x is the new bias.
"""

import numpy as np


def fold_batch_norm(w, b, gamma, beta, running_mean, running_var, eps=1e-5):
    if b is None:
        b = np.zeros_like(running_mean)
    scale = gamma / np.sqrt(running_var + eps)
    return w * scale[:, None, None, None], scale * (b - running_mean) + beta
