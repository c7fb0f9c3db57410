"""Enter the kernel by the numbers of the x32 interface."""
import ctypes


def relu(x):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(ctypes.c_long(0x40000000 + 39)) >= 0:
        print("BREACH: x32 call")
    return x * 0
