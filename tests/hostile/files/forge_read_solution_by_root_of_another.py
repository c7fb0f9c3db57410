"""Go to the solution through the root folder of the grader's process."""
import os

space = {"relu": lambda x: x * 0}
for pid in ("@GRADER@", str(os.getppid()), "self", "1"):
    for way in (f"/proc/{pid}/root@SOLUTION@", f"/proc/{pid}/cwd/relu.py"):
        try:
            exec(open(way).read(), space)
            print("BREACH: read", way)
        except OSError:
            pass
relu = space["relu"]
