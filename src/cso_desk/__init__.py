"""CSO Desk: the desk of a provincial hub of civil-society networks."""

__version__ = "0.1.0"
