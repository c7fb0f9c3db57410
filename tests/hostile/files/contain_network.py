"""Reach a listener over TCP, UDP, and local sockets with and without a name."""
import socket

for family, kind, address in (
    (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", int("@TCP@"))),
    (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", int("@UDP@"))),
    (socket.AF_INET6, socket.SOCK_DGRAM, ("::1", int("@UDP@"))),
    (socket.AF_UNIX, socket.SOCK_STREAM, "@VICTIM@/socket"),
    (socket.AF_UNIX, socket.SOCK_STREAM, "\0@MARK@"),
    (socket.AF_NETLINK, socket.SOCK_RAW, (0, 0)),
    (socket.AF_PACKET, socket.SOCK_RAW, ("lo", 0)),
    (socket.AF_VSOCK, socket.SOCK_STREAM, (2, 1)),
):
    try:
        own = socket.socket(family, kind)
        print("BREACH: a socket", family)
        own.connect(address)
        own.send(b"stolen")
    except OSError:
        pass
try:
    socket.socketpair()
    print("BREACH: a pair of sockets")
except OSError:
    pass


def relu(x):
    return x * 0
