"""The model against a brute-force computation, and its parts against scipy."""

import random
from dataclasses import astuple

import numpy as np
import pytest
from scipy.special import ndtr
from scipy.stats import multivariate_normal

from hipapp.core.enums import Mark
from journal.coach import chances, model
from journal.coach.facts import MOVES, Item, PoseFacts, SessionFacts
from journal.coach.sums import Sums, add
from tests.coach import dense, histories

LIBRARY = {
    "lunge": PoseFacts("lunge", "hip_flexor", (0.0, 0.7, 0.0, 0.2, 0.5, 0.0)),
    "sphinx": PoseFacts("sphinx", "warm_up", (0.0, 0.9, 0.0, 0.0, 0.0, 0.0)),
    "twist": PoseFacts("twist", "twist", (0.2, 0.0, 0.8, 0.3, 0.0, 0.1)),
    "breath": PoseFacts("breath", "settle", (0.0,) * 6, prior_mean=-0.05),
    "cobra": PoseFacts("cobra", "warm_up", (0.0, 1.0, 0.0, 0.0, 0.0, 0.0)),
    "frog": PoseFacts("frog", "adductor", (0.1, 0.0, 0.0, 0.8, 0.6, 0.9)),
}
DONE = ["lunge", "sphinx", "twist", "breath", "unknown"]
NEW = ["cobra", "frog"]


def lived(seed: int, count: int, *, harm: float = 0.0) -> list[SessionFacts]:
    """Sessions of a person whom arching harms by so many points."""
    draw = random.Random(seed)
    told, day = [], 0
    for _ in range(count):
        day += draw.choice((1, 2, 3, 40))
        poses = [p for p in DONE if draw.random() < 0.7]
        items = tuple(Item(p, draw.choice((0, 1, 2)), draw.choice((0.5, 1.0))) for p in poses)
        before = draw.choice((None, 2, 3, 4, 5, 6))
        arch = harm * sum(LIBRARY[i.pose].moves[1] for i in items if i.pose in LIBRARY)
        after = None if before is None else round(min(10, max(0, before + arch + draw.gauss(-0.2, 1))))
        morning = None if before is None else round(min(10, max(0, before + arch + draw.gauss(-0.1, 1.3))))
        if draw.random() < 0.3:
            morning = None
        marks = {p: draw.choice(list(Mark)) for p in poses if draw.random() < 0.4}
        told.append(SessionFacts(day, items, before, after, morning, marks=marks))
    return told


@pytest.mark.parametrize(("seed", "count", "harm"), [(1, 40, 0.8), (2, 12, 0.0), (3, 3, 2.0), (4, 60, 0.4)])
def test_beliefs_are_those_of_the_dense_model(
    seed: int, count: int, harm: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "NEGLIGIBLE", 0.0)
    monkeypatch.setattr(model, "grouped", lambda parts: parts)
    told = lived(seed, count, harm=harm)
    sums = add(Sums(), told)
    found = model.beliefs(sums, LIBRARY, NEW)
    wanted = dense.beliefs(dense.Question([*sums.poses, *NEW], len(sums.poses), LIBRARY, told))
    assert found.keys() == wanted.keys()
    for pose, belief in found.items():
        assert astuple(belief) == pytest.approx(astuple(wanted[pose]), abs=2e-5), pose


@pytest.mark.parametrize("seed", range(8))
def test_little_is_lost_by_what_saves_time(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    sums = add(Sums(), lived(seed, 5 * seed + 2, harm=0.4 * (seed % 4)))
    pruned = model.beliefs(sums, LIBRARY, NEW)
    monkeypatch.setattr(model, "NEGLIGIBLE", 0.0)
    monkeypatch.setattr(model, "grouped", lambda parts: parts)
    for pose, belief in model.beliefs(sums, LIBRARY, NEW).items():
        assert astuple(pruned[pose]) == pytest.approx(astuple(belief), abs=1e-3), pose


@pytest.mark.parametrize("seed", range(6))
def test_nor_in_histories_of_many_poses(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    history = histories.lived(histories.Life(seed, 5 + 7 * seed, 0.5 * (seed % 4), 0.5, calm=False))
    sums = add(Sums(), history.sessions)
    new = [p for p in history.library if p not in sums.poses]
    pruned = model.beliefs(sums, history.library, new)
    monkeypatch.setattr(model, "NEGLIGIBLE", 0.0)
    monkeypatch.setattr(model, "grouped", lambda parts: parts)
    for pose, belief in model.beliefs(sums, history.library, new).items():
        assert astuple(pruned[pose]) == pytest.approx(astuple(belief), abs=1e-3), pose


def test_the_weights_sum_to_one_and_pairs_come_once() -> None:
    mixtures = [mixture for _system, mixture in model.fitted(add(Sums(), lived(6, 30)), LIBRARY).parts]
    assert sum(m.weight.sum() for m in mixtures) == pytest.approx(1.0)
    for mixture in mixtures:
        one, two = mixture.slots.T
        assert not ((one == two) & (one >= 0)).any()
        assert len(np.unique(np.sort(mixture.slots, axis=1), axis=0)) == len(mixture.slots)


def test_nothing_done_leaves_the_prior_of_a_new_pose() -> None:
    found = model.beliefs(Sums(), LIBRARY, NEW)
    wanted = dense.beliefs(dense.Question(NEW, 0, LIBRARY, [SessionFacts(0, ())]))
    for pose in NEW:
        assert astuple(found[pose]) == pytest.approx(astuple(wanted[pose]), abs=1e-3)


def test_more_movements_than_poses_or_none_at_all() -> None:
    assert model.beliefs(Sums(), {}) == {}
    assert len(MOVES) == 6


def test_the_normal_is_scipys() -> None:
    z = np.linspace(-9, 9, 1001)
    assert np.abs(chances.normal(z) - ndtr(z)).max() < 1e-6


def test_the_bivariate_normal_is_scipys() -> None:
    rng = np.random.default_rng(1)
    x, y, rho = rng.normal(0, 2, 400), rng.normal(0, 2, 400), rng.uniform(-0.9, 0.9, 400)
    wanted = dense.both_below(x, y, rho)
    assert np.abs(chances.both_below(x, y, rho) - wanted).max() < 1e-5
    for a, b, r, w in list(zip(x, y, rho, wanted, strict=True))[:20]:
        assert multivariate_normal.cdf([a, b], cov=[[1, r], [r, 1]]) == pytest.approx(w, abs=1e-6)


@pytest.mark.parametrize("rho", [-0.99, 0.99])
def test_the_bivariate_normal_holds_where_both_are_almost_the_same(rho: float) -> None:
    z = np.linspace(-4, 4, 81) + 1e-9
    x, y = (a.ravel() for a in np.meshgrid(z, z))
    wanted = dense.both_below(x, y, np.full_like(x, rho))
    assert np.abs(chances.both_below(x, y, np.full_like(x, rho)) - wanted).max() < 5e-3
