"""A page that needs no network: its style and its script stand in it, and it loads nothing."""

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any


def page(title: str, parts: Iterable[str]) -> str:
    """Return a page that loads nothing: its style and its script stand in it."""
    style, script = _part("report.css"), _part("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{safe(title)}</title><style>{style}</style></head><body><main>"
        f"<h1>{safe(title)}</h1>{''.join(parts)}</main><script>{script}</script></body></html>\n"
    )


@cache
def _part(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def safe(text: Any) -> str:
    """Return a text that is text in HTML, whatever stands in it."""
    return html.escape(
        "".join(one if one.isprintable() or one == "\n" else " " for one in str(text))
    )


def words(text: str) -> str:
    """Return words with what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", safe(text))


def _are_numbers(cells: Iterable[str]) -> bool:
    texts = [re.sub(r"<[^>]*>", "", cell) for cell in cells]
    return any(texts) and all(re.fullmatch(r"[\d./ ]*%?", text) for text in texts)


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], name: str = "", label: str = ""
) -> str:
    """Return a table; one with a name can be sorted, one with a label filtered, too."""
    rows = list(rows)
    if not rows:
        return "<p>None.</p>"
    kinds = [' class="n"' if _are_numbers(column) else "" for column in zip(*rows, strict=True)]
    box = f'<p><label>{label} <input data-filter="{name}"></label></p>' if label else ""
    sort = f' class="sort" id="{name}"' if name else ""
    body = "".join(
        f"<tr>{''.join(f'<td{k}>{cell}</td>' for k, cell in zip(kinds, row, strict=True))}</tr>"
        for row in rows
    )
    top = "".join(f'<th scope="col"{k}>{one}</th>' for k, one in zip(kinds, head, strict=True))
    return (
        f'{box}<div class="scroll" tabindex="0" role="region" aria-label="{name or head[0]}">'
        f"<table{sort}><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )
