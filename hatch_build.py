"""On a package index a README has no folder around it: make its links to files absolute.

The address is that of the repository whose workflow builds the release. Where it is not known, as
in a checkout, the README stays as it is.
"""

import os
import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

FILE_LINK = re.compile(r"(!?)(\[[^\]]*\])\((?!https?:|#)([^)]+)\)")


class CustomMetadataHook(MetadataHookInterface):
    """Fill in the README and the links of the project."""

    def update(self, metadata: dict) -> None:
        """Set `readme` and `urls`."""
        repository = os.environ.get("GITHUB_REPOSITORY")
        host = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        if repository:
            address = f"{host}/{repository}"
            metadata["urls"] = {
                "Repository": address,
                "Changelog": f"{address}/blob/HEAD/CHANGELOG.md",
            }
            text = with_absolute_links(text, address)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


def with_absolute_links(text: str, address: str) -> str:
    """Return Markdown whose pictures and links to files lead to the repository."""

    def absolute(found: re.Match) -> str:
        kind = "raw" if found[1] else "blob"
        return f"{found[1]}{found[2]}({address}/{kind}/HEAD/{found[3]})"

    return FILE_LINK.sub(absolute, text)
