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
    for request in (16, 0x4206):  # attach, seize
        if libc.ptrace(request, pid, 0, 0) == 0:
            print("BREACH: traced", pid)
            libc.ptrace(17, pid, 0, 0)


def relu(x):
    return x * 0
