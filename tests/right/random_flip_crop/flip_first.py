# cnnquiz: random_flip_crop
import numpy as np


def random_flip_crop(x, padding, rng):
    images = []
    for image in x:
        if rng.random() >= 0.5:
            image = image[:, :, ::-1]
        wide = np.pad(image, [(0, 0), (padding,) * 2, (padding,) * 2])
        top, left = rng.integers(2 * padding + 1, size=2)
        images.append(wide[:, top : top + x.shape[2], left : left + x.shape[3]])
    return np.stack(images)
