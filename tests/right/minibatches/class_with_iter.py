# cnnquiz: minibatches
class Epoch:
    def __init__(self, x, y, order, size):
        self.x, self.y, self.order, self.size = x, y, order, size

    def __iter__(self):
        return self

    def __next__(self):
        rows, self.order = self.order[: self.size], self.order[self.size :]
        if not len(rows):
            raise StopIteration
        return [self.x.take(rows, axis=0), self.y.take(rows, axis=0)]


def minibatches(x, y, batch_size, rng):
    return Epoch(x, y, rng.choice(len(x), len(x), replace=False), batch_size)
