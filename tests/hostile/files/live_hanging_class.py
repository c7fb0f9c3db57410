"""A result whose every question hangs."""


class Meta(type):
    def __getattribute__(cls, name):
        while True:
            pass


class Hanging(metaclass=Meta):
    def __eq__(self, other):
        while True:
            pass

    __repr__ = __str__ = __hash__ = __eq__


def relu(x):
    return Hanging()
