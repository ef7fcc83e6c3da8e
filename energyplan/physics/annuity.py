"""What does an investment cost per year?

The annuity spreads an investment evenly over its lifetime, interest included (VDI 2067-1:2012, section 7).
All money is real, so the interest rate is the real one and prices do not rise with inflation.
"""

from __future__ import annotations


def present_value_factor(interest_rate: float, years: float) -> float:
    """Return what one euro per year, paid at the end of each of `years`, is worth today.

    Parameters
    ----------
    interest_rate : float
        Real interest rate i per year [1].
    years : float
        Number of yearly payments n [a].

    Returns
    -------
    float
        Present value factor [a].

    Raises
    ------
    ValueError
        If `years` is not positive or the interest rate not above -1.

    Notes
    -----
    b = (1 − (1 + i)⁻ⁿ) / i, and n where i = 0 (VDI 2067-1:2012, without price changes).

    Examples
    --------
    >>> present_value_factor(0.0, 20.0)
    20.0
    >>> round(present_value_factor(0.05, 2.0), 6)  # 1/1.05 + 1/1.05²
    1.85941
    """
    if not years > 0:
        raise ValueError(f"the number of years must be positive, found {years}")
    if not interest_rate > -1:
        raise ValueError(f"the interest rate must lie above -1, found {interest_rate}")
    if interest_rate == 0:
        return float(years)
    return _series(interest_rate, years)


def annuity_factor(interest_rate: float, lifetime: float) -> float:
    """Return the yearly share of an investment that pays it back with interest within `lifetime`.

    Parameters
    ----------
    interest_rate : float
        Real interest rate i per year [1].
    lifetime : float
        Lifetime n [a].

    Returns
    -------
    float
        Annuity factor [1/a].

    Raises
    ------
    ValueError
        If the lifetime is not positive or the interest rate not above -1.

    Notes
    -----
    a = i / (1 − (1 + i)⁻ⁿ), and 1/n where i = 0 (VDI 2067-1:2012, equation for the annuity factor).

    Examples
    --------
    >>> round(annuity_factor(0.05, 20), 6)
    0.080243
    >>> annuity_factor(0.0, 20)
    0.05
    """
    return 1.0 / present_value_factor(interest_rate, lifetime)


def _series(interest_rate: float, years: float) -> float:
    # expm1 and log1p keep the digits that 1 − (1 + i)⁻ⁿ loses at very small interest rates
    from math import expm1, log1p

    return -expm1(-years * log1p(interest_rate)) / interest_rate
