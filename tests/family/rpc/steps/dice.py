"""Choices that hypothesis makes."""

from random import Random

from hypothesis import strategies as st


def _to_source(bits):
    return Random(sum(bit << place for place, bit in enumerate(bits)))


#: A source of choices for one example: what is chosen depends on what calls have
#: answered, so that hypothesis cannot draw it beforehand. Bits, since for a number
#: hypothesis reads all code of this repository for constants worth a try, and that
#: takes longer than the calls.
SOURCES = st.tuples(*[st.booleans()] * 48).map(_to_source)


class Dice:
    """Chooses by a source of random numbers, so that its seed says all."""

    def __init__(self, source):
        self._source = source

    def one(self, options):
        """Return one of ``options``, a sequence that is the same in each run."""
        return options[self._source.randrange(len(options))]

    def weighted(self, options):
        """Return a key of ``{key: weight}``."""
        return self.one(
            [key for key, weight in options.items() for _n in range(weight)]
        )

    def some(self, options, most):
        """Return up to ``most`` of ``options``, at least one, in any order."""
        wanted = 1 + self._source.randrange(most)
        return list(dict.fromkeys(self.one(options) for _n in range(wanted)))

    def chance(self, percent):
        """Return whether something happens that happens so often."""
        return self._source.randrange(100) < percent
