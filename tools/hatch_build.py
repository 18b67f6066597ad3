"""Build hook: the catalogues are compiled before they go into the wheel."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))
from words import compile_words


class CompileWords(BuildHookInterface[Any]):
    """Makes translations/*/LC_MESSAGES/cso_desk.mo."""

    PLUGIN_NAME = "compile-words"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        compile_words(Path(self.root))
