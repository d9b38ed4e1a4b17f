"""Classifiers from before deep learning, and the Kaggle winner's idea of one on top of it: a support vector machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier

from ferdesk.emotions import Emotion
from ferdesk.errors import FerdeskError
from ferdesk.train.descriptors import Crops, Vectors, features, hog, pixels, sift
from ferdesk.train.networks import Network

_COMPONENTS = 150

COARSE = (
    (Emotion.HAPPY, Emotion.SURPRISE),
    (Emotion.ANGRY, Emotion.DISGUST, Emotion.FEAR, Emotion.SAD),
    (Emotion.NEUTRAL,),
)
"""The hierarchical classifier's first split."""


@dataclass(frozen=True)
class Method:
    """How crops become vectors and vectors an emotion."""

    name: str
    describe: Callable[[Crops], Vectors]
    build: Callable[[], Any]
    """A new estimator with scikit-learn's `fit` and `predict`."""


class Hierarchical:
    """A coarse split by one linear support vector machine, then one within each part (scikit-learn's protocol)."""

    def __init__(self) -> None:
        self._first = linear_svm()
        self._within = [linear_svm() if len(part) > 1 else None for part in COARSE]

    def fit(self, vectors: Vectors, labels: NDArray[np.int64]) -> Self:
        """Learn both stages from vectors [n, width] and emotions int64 [n]."""
        parts = _PART_OF[labels]
        self._first.fit(vectors, parts)
        for part, estimator in enumerate(self._within):
            if estimator is not None:
                estimator.fit(vectors[parts == part], labels[parts == part])
        return self

    def predict(self, vectors: Vectors) -> NDArray[np.int64]:
        """Emotions int64 [n]."""
        parts = self._first.predict(vectors)
        found = np.array([int(COARSE[part][0]) for part in parts], np.int64)
        for part, estimator in enumerate(self._within):
            rows = np.flatnonzero(parts == part)
            if estimator is not None and len(rows):
                found[rows] = estimator.predict(vectors[rows])
        return found


_PART_OF = np.array([next(part for part, members in enumerate(COARSE) if emotion in members) for emotion in Emotion])


def linear_svm() -> Any:
    """A linear support vector machine on standardised vectors."""
    return make_pipeline(StandardScaler(), LinearSVC(C=0.001, dual=False, random_state=0))


def rbf_svm() -> Any:
    """A support vector machine with Gaussian kernel on the first principal components."""
    return make_pipeline(StandardScaler(), _pca(), SVC(C=3.0, cache_size=1000))


def check_count(images: int) -> None:
    """Refuse fewer images to learn from than principal components are asked of them. FerdeskError."""
    if images < _COMPONENTS:
        raise FerdeskError(f"{images:,} Training images are too few; at least {_COMPONENTS} are needed.")


def methods(network: Network | None, name: str = "") -> tuple[Method, ...]:
    """All of them; those on a network's features only where there is one, which is called `name` in theirs."""
    plain = (
        Method("k nearest neighbours on pixels", pixels, lambda: make_pipeline(_pca(), KNeighborsClassifier(15))),
        Method("decision tree on pixels", pixels, lambda: make_pipeline(_pca(), _tree())),
        Method("decision tree on HOG", hog, _tree),
        Method("linear SVM on pixels", pixels, linear_svm),
        Method("linear SVM on HOG", hog, linear_svm),
        Method("hierarchical, linear SVMs on HOG", hog, Hierarchical),
        Method("Gaussian SVM on HOG", hog, rbf_svm),
    )
    if network is None:
        return plain
    learnt = network  # for the lambdas: never None from here on
    return (
        *plain,
        Method(f"linear SVM on the features of {name}", lambda crops: features(learnt, crops), linear_svm),
        Method(f"linear SVM on the features of {name} and SIFT", lambda crops: _with_sift(learnt, crops), linear_svm),
    )


def _with_sift(network: Network, crops: Crops) -> Vectors:
    return np.concatenate([features(network, crops), sift(crops)], axis=1)


def _pca() -> PCA:
    return PCA(_COMPONENTS, random_state=0)


def _tree() -> DecisionTreeClassifier:
    return DecisionTreeClassifier(max_depth=12, min_samples_leaf=20, random_state=0)
