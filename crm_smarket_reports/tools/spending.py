"""What money that was spent has brought: pure functions of amounts."""


def get_return(spent: float, brought: float) -> float | None:
    """Return what spending brought beyond itself, as a share of it: (brought - spent) / spent.

    :return: None where nothing was spent, or more came back than was spent

    >>> get_return(200, 500), get_return(200, 0), get_return(0, 500)
    (1.5, -1.0, None)
    """
    return round((brought - spent) / spent, 4) if spent > 0 else None


def get_cost(spent: float, count: int) -> float | None:
    """Return what one of so many has cost, None where there is none.

    >>> get_cost(100, 8), get_cost(100, 0)
    (12.5, None)
    """
    return spent / count if count else None


def judge_return(value: float | None, good: int, watch: int) -> str | bool:
    """Return how good a return is.

    :param value: of :func:`get_return`
    :param int good: from so many per cent on it is "good"
    :param int watch: from so many per cent on it is "watch", below it is "bad"
    :return: False where there is no return to judge

    >>> judge_return(1.0, 100, 0), judge_return(-0.2, 100, 0), judge_return(None, 100, 0)
    ('good', 'bad', False)
    """
    if value is None:
        return False
    return "good" if value >= good / 100 else "watch" if value >= watch / 100 else "bad"
