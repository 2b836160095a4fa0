"""Print the oldest versions that pyproject.toml allows of what the package and its tests need."""

import re
import tomllib
from pathlib import Path

path = Path(__file__).parent.parent / "pyproject.toml"
project = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
extras = project["optional-dependencies"]
for requirement in project["dependencies"] + extras["scale"] + extras["test"]:
    if found := re.match(r"([\w-]+)(?:\[.*\])?>=([\d.]+)", requirement):
        print(f"{found[1]}=={found[2]}.*")
