print("\x1b[2J\x1b[H\x1b[32mPASSED\x1b[0m \x9b31m \x1b]52;c;c3RvbGVu\x07 \x1b]0;title\x07 \x1bc \x08\x08\r")


def relu(x):
    raise ValueError("\x1b[2J\x1b]52;c;c3RvbGVu\x07\x9b2J\x00")
