"""Change the mode, owner, times and name of files, and remove them."""
import os
import shutil

victim = "@VICTIM@/kept.txt"
for act in (lambda: os.chmod(victim, 0), lambda: os.chown(victim, 1, 1),
            lambda: os.utime(victim, (1, 1)), lambda: os.rename(victim, victim + "2"),
            lambda: os.unlink(victim), lambda: os.mkdir("@VICTIM@/d"),
            lambda: os.rmdir("@VICTIM@/folder"), lambda: os.symlink("/", "@VICTIM@/s"),
            lambda: os.mkfifo("@VICTIM@/f"), lambda: os.setxattr(victim, "user.x", b"x"),
            lambda: shutil.rmtree("@VICTIM@/folder"), lambda: os.chdir("@VICTIM@")):
    try:
        act()
        print("BREACH: an act on the victim went through")
    except OSError:
        pass


def relu(x):
    return x * 0
