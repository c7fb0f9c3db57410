"""Look into the memory of the grader, the zygote, and every other process."""
import os


def relu(x):
    for pid in ["@GRADER@", str(os.getppid()), *map(str, range(1, 400))]:
        if pid == str(os.getpid()):
            continue
        for name in ("mem", "maps", "environ", "fd", "map_files", "stack", "auxv"):
            try:
                os.open(f"/proc/{pid}/{name}", os.O_RDONLY)
                print("BREACH: opened", pid, name)
            except OSError:
                pass
    return x * 0
