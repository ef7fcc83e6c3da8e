"""How does a municipality and a scenario become a result: the stages in order, and the joins between domains."""

from energyplan.pipeline.run import run_pipeline

__all__ = ["run_pipeline"]
