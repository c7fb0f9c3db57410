print("\ud800\udfff")


def relu(x):
    raise ValueError("\ud800 \udc00 \uffff \ufffe \U000e0041")
