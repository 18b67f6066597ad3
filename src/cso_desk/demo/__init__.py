"""The whole work once, with two example hubs and the national one, through the services of the window."""

from cso_desk.demo.running import run_demo

__all__ = ["run_demo"]
