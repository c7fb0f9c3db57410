"""Read the model solution and run it."""
space = {"relu": lambda x: x * 0}
try:
    exec(open("@SOLUTION@").read(), space)
    print("BREACH: read the solution")
except OSError:
    pass
relu = space["relu"]
