def relu(x):
    while True:
        yield x
