"""A plain, accessible table as HTML in which every text is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

STYLE = """<style>
.plain { width: 100%; border-collapse: collapse; font-size: 0.9rem; }
.plain caption { text-align: left; font-weight: 600; padding: 0.5rem 0; }
.plain th, .plain td { padding: 0.3rem 0.6rem; border-bottom: 1px solid #dbe2e6; }
.plain th, .plain td { text-align: left; vertical-align: top; }
.plain thead th { background: #f1f5f7; font-weight: 600; }
.plain tbody th { font-weight: 400; }
.plain tbody th[scope=colgroup] { font-weight: 600; padding-top: 0.9rem; }
.plain .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.plain small { color: #56636d; }
.plain tbody th { min-width: 10rem; }
.plain .long { min-width: 14rem; }
.plain-scroll { overflow-x: auto; }
</style>"""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, with an address to go to and a small remark below where given."""

    text: str
    href: str | None = None
    remark: str = ""
    is_number: bool = False
    is_long: bool = False
    """Whether its column wants room for a sentence."""
    drawing: str = ""
    """An HTML image of our own making that stands after the text."""


def table_html(caption: str, head: Sequence[Cell], groups: Mapping[str, Sequence[Sequence[Cell]]]) -> str:
    """Return the table; rows come under the heading of their group, the first cell heads its row."""
    columns = "".join(f'<th scope="col"{_kind(cell)}>{escape(cell.text)}</th>' for cell in head)
    body = "".join(_group(title, rows, len(head)) for title, rows in groups.items())
    return (
        f'{STYLE}<div class="plain-scroll"><table class="plain"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _group(title: str, rows: Sequence[Sequence[Cell]], width: int) -> str:
    heading = f'<tr><th scope="colgroup" colspan="{width}">{escape(title)}</th></tr>' if title else ""
    return heading + "".join(_row(cells) for cells in rows)


def _row(cells: Sequence[Cell]) -> str:
    first, *others = cells
    rest = "".join(f"<td{_kind(cell)}>{_content(cell)}</td>" for cell in others)
    return f'<tr><th scope="row">{_content(first)}</th>{rest}</tr>'


def _content(cell: Cell) -> str:
    text = escape(cell.text)
    linked = f'<a href="{escape(cell.href)}" target="_self">{text}</a>' if cell.href else text
    gap = " " if cell.is_number else "<br>"
    remark = f"{gap}<small>{escape(cell.remark)}</small>" if cell.remark else ""
    return linked + cell.drawing + remark


def _kind(cell: Cell) -> str:
    if cell.is_number:
        return ' class="number"'
    return ' class="long"' if cell.is_long else ""
