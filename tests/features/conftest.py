"""A practice store of one provincial hub."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cso_desk.assembly import create_store
from cso_desk.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made, _code = create_store(tmp_path / "store", "02", passphrase=None)
    yield made
    made.close()


@pytest.fixture
def national(tmp_path: Path) -> Iterator[Store]:
    made, _code = create_store(tmp_path / "national", "00", passphrase=None)
    yield made
    made.close()
