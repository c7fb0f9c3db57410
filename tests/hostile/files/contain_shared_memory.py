"""Leave something in shared memory for the next one."""
import ctypes
from multiprocessing import shared_memory

libc = ctypes.CDLL(None, use_errno=True)
try:
    shared_memory.SharedMemory("@MARK@", create=True, size=16)
    print("BREACH: shared memory")
except OSError:
    pass
if libc.shm_open(b"/@MARK@", 0o102, 0o600) >= 0:
    print("BREACH: shm_open")


def relu(x):
    return x * 0
