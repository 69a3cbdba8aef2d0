"""Make a rule of one's own: copy one, change it, check it, keep every version."""

from dashboard.components.designation.editor.section import editor_section

__all__ = ["editor_section"]
