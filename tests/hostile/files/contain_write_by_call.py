"""Write files by system calls that Python does not use."""
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
victim = b"@VICTIM@/kept.txt"
for number, arguments in {
    "creat": (85, victim, 0o600), "open": (2, victim, 0o1001, 0o600),
    "truncate": (76, victim, 0), "openat": (257, -100, victim, 1),
    "openat2": (437, -100, victim, (ctypes.c_uint64 * 3)(1, 0, 0), 24),
    "mknod": (133, b"@VICTIM@/node", 0o100600, 0), "rename": (82, victim, b"@VICTIM@/r"),
    "link": (86, victim, b"@VICTIM@/l"), "tmpfile": (257, -100, b"@VICTIM@", 0o20200002, 0o600),
    "setxattr": (188, victim, b"user.x", b"x", 1, 0), "utimensat": (280, -100, victim, None, 0),
    "fallocate": (285, 1, 0, 0, 4096),
}.items():
    if libc.syscall(*arguments) >= 0:
        print("BREACH:", number)


def relu(x):
    return x * 0
