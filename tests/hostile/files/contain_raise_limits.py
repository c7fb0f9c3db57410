"""Take the limits off."""
import resource

for name in ("AS", "CPU", "NPROC", "FSIZE", "NOFILE", "CORE", "STACK"):
    for pid in (0, int("@GRADER@")):
        try:
            which = getattr(resource, "RLIMIT_" + name)
            resource.prlimit(pid, which, (resource.RLIM_INFINITY,) * 2)
            print("BREACH: raised", name)
        except (OSError, ValueError):
            pass


def relu(x):
    return x * 0
