"""What keeps a spreadsheet from running what is only text."""


def tame_cell(cell: str) -> str:
    """`cell`, quoted where it begins like a formula: a note or a name may hold anything."""
    first = cell.lstrip(" ")
    return f"'{cell}" if first.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else cell
