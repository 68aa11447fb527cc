"""What sim-tools' own Kim-Nelson procedure does with made-up figures, kept for tests, which do not need it.

`python -m tests.kim_nelson_oracle` writes kim_nelson_oracle.json anew where sim-tools (1.3.0) is installed. Its look-up
of the variance of a difference takes a neighbour's for some pairs, so the first futures here are made so that all
pairs have the same variance: then that does not show.
"""

import json
from pathlib import Path
from statistics import NormalDist

import numpy as np

KEPT = Path(__file__).with_name("kim_nelson_oracle.json")
FIRST, WITHIN, ERROR = 20, 0.5, 0.05
CASES = {
    "two apart by the zone": [0.0, 0.5],
    "five in steps": [0.0, 0.5, 1.0, 1.5, 2.0],
    "eight at the zone": [0.5, 0.5, 0.5, 0.0, 0.5, 0.5, 0.5, 0.5],
    "six, the best last": [3.0, 2.0, 1.5, 1.0, 0.6, 0.0],
}
"""Means of the mixes, by what the case is called."""


def observations(means: list[float], futures: int = 2000, spread: float = 1.5) -> np.ndarray:
    """Figures of shape (futures, mixes), the same everywhere: evenly spread points through the normal quantile."""
    steps = [prime**0.5 for prime in (2, 3, 5, 7, 11, 13, 17, 19)[: len(means)]]
    normal = NormalDist()
    noise = np.array([[normal.inv_cdf(n * step % 1) for step in steps] for n in range(1, futures + 1)])
    noise[:FIRST] = _alike(noise[:FIRST])
    return np.array(means) + spread * noise


def _alike(first: np.ndarray) -> np.ndarray:
    """Columns without mean that are at right angles to each other and as long: all differences vary alike."""
    basis, _ = np.linalg.qr(first - first.mean(axis=0))
    return (basis - basis.mean(axis=0)) * (FIRST - 1) ** 0.5


def _solved(figures: np.ndarray) -> dict[str, list[int]]:
    from sim_tools.ovs.indifference_zone import KN

    class Model:
        """Tells the procedure one figure of a mix at a time."""

        def __init__(self) -> None:
            self.told = [0] * figures.shape[1]

        def register_observer(self, observer: object) -> None:
            self.observer = observer

        def simulate(self, place: int) -> None:
            self.told[place] += 1
            self.observer.feedback(self, place, figures[self.told[place] - 1, place])

    model = Model()
    left = KN(model, figures.shape[1], WITHIN, ERROR, FIRST, "min").solve()
    return {"best": [int(place) for place in left], "futures": model.told}


if __name__ == "__main__":
    KEPT.write_text(json.dumps({name: _solved(observations(means)) for name, means in CASES.items()}, indent=2) + "\n")
