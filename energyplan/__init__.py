"""Planning the heat, water and energy of a municipality."""

__version__ = "0.1.0"
