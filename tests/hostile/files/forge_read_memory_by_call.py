"""process_vm_readv and ptrace on the grader and the zygote."""
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
space = ctypes.create_string_buffer(8)


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]


own = Vector(ctypes.addressof(space), 8)
for pid in (int("@GRADER@"), os.getppid()):
    theirs = Vector(int("@ADDRESS@"), 8)
    if libc.process_vm_readv(pid, ctypes.byref(own), 1, ctypes.byref(theirs), 1, 0) == 8:
        print("BREACH: read memory of", pid)
    if libc.ptrace(0x4206, pid, 0, 0) == 0:  # seize: attaching would stop it for good
        print("BREACH: traced", pid)


def relu(x):
    return x * 0
