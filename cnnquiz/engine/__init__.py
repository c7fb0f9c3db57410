"""The reference engine: what every answer in cnnquiz rests on.

Pure functions on NumPy arrays, in NCHW layout and with torch.nn.functional's names. The
list of them stands in `__init__.pyi`; a file is loaded when the first of its functions
is asked for, so that a verdict on convolution does not wait for the optimizers.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
