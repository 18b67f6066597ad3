import sys
from pathlib import Path

# The tools that build what is handed out stand beside the program, not in it.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
