"""The workbook in which a register of councils is filled in: the template, and what is read back."""

from geodata.councils.workbook.reading import RegisterDraft, read_register
from geodata.councils.workbook.template import register_template
from geodata.councils.workbook.words import sheet_titles

__all__ = ["RegisterDraft", "read_register", "register_template", "sheet_titles"]
