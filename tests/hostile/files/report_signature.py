"""A default value that shows itself in control codes."""


class Loud:
    def __repr__(self):
        return "\x1b[2J\x1b[32mPASSED\x07"


def relu(first, second=Loud(), *, third):
    return first
