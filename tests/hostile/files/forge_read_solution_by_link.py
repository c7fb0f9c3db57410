"""Make a link to the solution where reading is allowed."""
import os
import sysconfig

space = {"relu": lambda x: x * 0}
for folder in ("/tmp", "/dev/shm", sysconfig.get_path("stdlib") + "/json"):
    for make in (os.symlink, os.link):
        try:
            make("@SOLUTION@", folder + "/stolen.py")
            print("BREACH: made a link in", folder)
            exec(open(folder + "/stolen.py").read(), space)
        except OSError:
            pass
relu = space["relu"]
