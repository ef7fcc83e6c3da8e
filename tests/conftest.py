"""Fixtures that every test may use."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

# The machine may be slow, which is no fault; in CI the same examples are tried every time.
settings.register_profile("default_here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default_here")

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data for trials; tests that need it skip where it is missing."""
    shared = Path(os.environ.get("ENERGYPLAN_SHARED", REPOSITORY.parent / "shared"))
    if not (shared / "data").is_dir():
        pytest.skip(f"real data not found at {shared / 'data'} (set ENERGYPLAN_SHARED)")
    return shared / "data"


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def example(repository) -> ModuleType:
    """The module that makes example results."""
    path = repository / "tests" / "report" / "example_result.py"
    specification = importlib.util.spec_from_file_location("example_result", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def result(example):
    """The whole German example result; tests of whole runs have a result of their own."""
    return example.example_result("de")
