"""How likely an open deal is won, told by what became of the deals before it."""

from collections import defaultdict
from typing import NamedTuple


class Chance(NamedTuple):
    """A share of won deals.

    :param float share: won, of those decided
    :param int cases: how many were decided
    :param str basis: whose deals these were, one of ``BASES``
    """

    share: float
    cases: int
    basis: str


# Whose deals tell the chance of another one, the first of which there are enough.
BASES = ("stage", "team", "company")


class Chances:
    """Decided deals by the stages that they reached, by team and by company.

    >>> chances = Chances(few=10)
    >>> chances.add("stage", 7, is_won=True, count=6)
    >>> chances.add("stage", 7, is_won=False, count=2)
    >>> chances.add("team", 1, is_won=True, count=4)
    >>> chances.add("team", 1, is_won=False, count=12)
    >>> chances.find(stage=7, team=1, company=1)
    Chance(share=0.25, cases=16, basis='team')
    >>> chances.add("stage", 7, is_won=True, count=2)
    >>> chances.find(stage=7, team=1, company=1)
    Chance(share=0.8, cases=10, basis='stage')
    >>> chances.find(stage=8, team=2, company=1)
    """

    def __init__(self, few):
        """Begin without deals.

        :param int few: of fewer deals than this nothing follows
        """
        self.few = max(few, 1)
        self._counts = defaultdict(lambda: [0, 0])  # {(basis, id): [lost, won]}

    def add(self, basis, key, is_won, count):
        """Count decided deals.

        :param str basis: one of ``BASES``
        :param int key: id of the stage that they reached, of their team or of their company
        :param bool is_won: what became of them
        :param int count: how many
        """
        self._counts[basis, key][bool(is_won)] += count

    def get_history(self, basis, key):
        """Return how many deals were won and how many were decided."""
        lost, won = self._counts.get((basis, key), (0, 0))
        return won, lost + won

    def get_known(self, basis, share=0.0):
        """Return of what enough deals were decided, and at least this share won.

        :return: ids, in their order
        """
        found = ((key, *self.get_history(basis, key)) for kind, key in self._counts if kind == basis and key)
        return sorted(key for key, won, cases in found if cases >= self.few and won / cases >= share)

    def find(self, **keys):
        """Return the chance of a deal, None where too few were decided even of the whole company.

        :param keys: id of its stage, its team and its company, by basis
        """
        for basis in BASES:
            won, cases = self.get_history(basis, keys[basis])
            if keys[basis] and cases >= self.few:
                return Chance(won / cases, cases, basis)
        return None
