"""Read what belongs to the machine and its people."""
import os

for path in ("/etc/passwd", "/etc/shadow", "/etc/hostname", "@VICTIM@/kept.txt",
             "/proc/self/environ", "/proc/self/maps", "/proc/cpuinfo", "/proc/net/tcp",
             "/sys/kernel/hostname", "/dev/tty", "/dev/sda", "/dev/kmsg", "/var/log/dpkg.log"):
    try:
        os.read(os.open(path, os.O_RDONLY), 9)
        print("BREACH: read", path)
    except OSError:
        pass
for path in ("/", "/root", "/home", "/tmp", "@VICTIM@", "@SITE@", "/proc/self/fd", "/usr/lib"):
    try:
        os.listdir(path)
        print("BREACH: listed", path)
    except OSError:
        pass


def relu(x):
    return x * 0
