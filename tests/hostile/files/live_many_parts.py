def relu(x):
    return [[[i] * 3 for i in range(3000)], {str(i): i for i in range(3000)}]
