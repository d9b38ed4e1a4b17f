"""What the pipeline is to be made of, its loading, and what was really loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ferdesk.errors import FerdeskError

if TYPE_CHECKING:
    from ferdesk.pipeline import Pipeline, PipelineSettings


@dataclass(frozen=True, slots=True)
class Engine:
    """What to load."""

    bundle: str = "default"
    provider: str = "cpu"
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Model:
    """What was loaded."""

    name: str
    provider: str
    """onnxruntime's name of the one in use."""
    unsure_threshold: float
    sha256: str
    """Of the bundle's file."""

    @classmethod
    def of(cls, pipeline: Pipeline) -> Model:
        """The model of a pipeline."""
        bundle = pipeline.classifier.bundle
        name = f"{bundle.info.name} {bundle.info.precision}"
        return cls(name, pipeline.classifier.provider, bundle.info.unsure_threshold, bundle.sha256)


class Loading:
    """One loading of an engine: the inference thread calls it, the GUI thread looks how it went."""

    def __init__(self, engine: Engine, settings: PipelineSettings) -> None:
        self._engine = engine
        self._settings = settings
        self.model: Model | None = None
        """What was loaded; None before."""
        self.failed = False

    def __call__(self) -> Pipeline:
        """The pipeline. Raises FerdeskErrors, for a bundle that is missing or a provider that is not there."""
        from ferdesk.classify import Classifier
        from ferdesk.pipeline import Pipeline

        engine = self._engine
        try:
            classifier = Classifier(engine.bundle, provider=engine.provider, threads=engine.threads)
            pipeline = Pipeline(classifier, self._settings)
        except FerdeskError:
            self.failed = True
            raise
        self.model = Model.of(pipeline)
        return pipeline
