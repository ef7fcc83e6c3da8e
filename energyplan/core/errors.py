"""What does a fault look like, and how is a whole list of them raised at once?

Every fault says where it is (file and line, or layer, row and column), what was found and what was expected;
its code leads to the sentence and the advice in :mod:`energyplan.core.messages`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from energyplan.core import messages
from energyplan.core.messages import Said, in_language, joined, phrase

DONE, FAILED, BAD_INPUT = 0, 1, 2
MAXIMUM_FAULTS_SHOWN = 200
MAXIMUM_NAMES_SHOWN = 30


class EnergyplanError(Exception):
    """The base of every error that the package raises on purpose; `exit_code` is what the command line returns."""

    exit_code = FAILED

    def in_language(self, language: str) -> str:
        """Return the message in "de" or "en" where the error knows both; otherwise as it is."""
        return str(self)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the input.

    Parameters
    ----------
    code : str
        Key of the message catalogue, such as "EP318".
    layer, row, column : str
        Where in a table or layer; a row is named by its id.
    key, file, line : str, str, int
        Where in a scenario file.
    value : object
        What was found.
    expected : str
        What is allowed.
    warning : bool
        Faults stop a run, warnings are reported.
    """

    code: str
    layer: str = ""
    row: str = ""
    column: str = ""
    key: str = ""
    file: str = ""
    line: int = 0
    value: object = None
    expected: str = ""
    warning: bool = False

    @property
    def place(self) -> str:
        """Where the fault is, in a few words."""
        in_file = f"{self.file}:{self.line}" if self.line else self.file
        parts = [in_file, self.key, self.layer, self.row and f"[{self.row}]", self.column]
        return " ".join(part for part in parts if part)

    def describe(self, language: str = "en") -> str:
        """One line: code, place, what was found, what is allowed, what to do."""
        message = messages.message(self.code, language)
        found = "" if self.value is None else f" ({messages.FOUND[language]}: {shorten(self.value, language)})"
        expected = in_language(self.expected, language)
        allowed = f"; {messages.EXPECTED[language]}: {expected}" if expected else ""
        kind = messages.WARNING[language] if self.warning else ""
        row = in_language(self.row, language)
        place = shorten_line(replace(self, row=row).place)
        return printable(f"{self.code} {place}: {kind}{message.sentence}{found}{allowed}. → {message.advice}")


class FaultError(EnergyplanError):
    """Bad input: carries every fault that was found in one pass.

    Attributes
    ----------
    faults : tuple of Fault
    """

    exit_code = BAD_INPUT

    def __init__(self, faults: Iterable[Fault]):
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(self.in_language("en"))

    def in_language(self, language: str) -> str:
        """Return the faults as text, one line each, under a heading with their number; at most 200 of them."""
        heading = messages.HEADING[language].format(count=len(self.faults))
        lines = [fault.describe(language) for fault in self.faults[:MAXIMUM_FAULTS_SHOWN]]
        rest = len(self.faults) - len(lines)
        more = [in_language(phrase("more_faults", count=rest), language)] if rest else []
        return "\n".join([heading, *lines, *more])


class SolveError(EnergyplanError):
    """A solver ended without a proven answer (infeasible, unbounded, time limit, numerical trouble)."""


class ConvergenceError(EnergyplanError):
    """An iteration did not converge; the message says what to try."""


class CheckError(EnergyplanError):
    """A result did not survive its own check (balance, feasibility, cost)."""


def raise_faults(faults: Sequence[Fault]) -> None:
    """Raise one :class:`FaultError` if any of `faults` is more than a warning.

    Raises
    ------
    FaultError
        With all faults, warnings last.
    """
    if any(not fault.warning for fault in faults):
        raise FaultError(sorted(faults, key=lambda fault: fault.warning))


def shorten(value: object, language: str = "en", width: int = 80) -> str:
    """Return `value` as text that fits a line."""
    if isinstance(value, Said):
        return shorten_line(in_language(value, language), width)
    return shorten_line(repr(value[: width + 1]) if isinstance(value, str) else str(value), width)


def shorten_line(text: str, width: int = 200) -> str:
    """Return `text` without line breaks, cut to `width` characters."""
    text = " ".join(text[: 10 * width].split())
    return text if len(text) <= width else text[: width - 1] + "…"


def printable(text: str) -> str:
    r"""Return `text` with control characters and marks that turn the reading direction written out.

    >>> print(printable("a\x1b[31mb"))
    a\x1b[31mb
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def nearest(name: str, valid: Iterable[str], count: int = 3) -> Said:
    """Return a hint that names the valid names nearest to `name`, or all of them if none is near.

    >>> nearest("gas_boler", ["gas_boiler", "heat_pump"])
    'did you mean gas_boiler?'
    """
    valid = sorted(set(valid))
    folded = {candidate.casefold(): candidate for candidate in reversed(valid)}
    near = difflib.get_close_matches(str(name)[:200].casefold(), folded, n=count, cutoff=0.6)
    if near:
        return phrase("nearest", names=joined([folded[match] for match in near], phrase("or")))
    listed = ", ".join(valid[:MAXIMUM_NAMES_SHOWN])
    rest = len(valid) - MAXIMUM_NAMES_SHOWN
    return phrase("one_of", names=listed) + (phrase("more_names", count=rest) if rest > 0 else "")
