"""A runner that waits, so that a test is between the beginning and the end of what it started."""

from cso_desk.widgets.operation import Operation


class RunnerWhenAsked:
    """Runs nothing by itself."""

    def __init__(self) -> None:
        self.waiting: list[Operation] = []

    def start(self, operation: Operation) -> None:
        self.waiting.append(operation)

    def run(self) -> None:
        """End what was started until now."""
        running, self.waiting = self.waiting, []
        for each in running:
            each.run()

    def run_all(self) -> None:
        """End that, and what it started."""
        while self.waiting:
            self.run()
