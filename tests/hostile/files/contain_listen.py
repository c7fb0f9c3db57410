"""Wait for others to call."""
import socket

try:
    server = socket.create_server(("0.0.0.0", 0))
    print("BREACH: it listens")
except OSError:
    pass


def relu(x):
    return x * 0
