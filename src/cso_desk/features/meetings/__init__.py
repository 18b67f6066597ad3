"""Meetings from the plan to the locked minutes, and the figures of a quarter."""
