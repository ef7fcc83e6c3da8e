"""The example result for the tests of the report."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


def _example_module() -> ModuleType:
    specification = importlib.util.spec_from_file_location(
        "example_result", Path(__file__).parents[1] / "report" / "example_result.py"
    )
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def example() -> ModuleType:
    """The module that makes example results."""
    return _example_module()


@pytest.fixture(scope="session")
def result(example):
    """The whole German result."""
    return example.example_result("de")
