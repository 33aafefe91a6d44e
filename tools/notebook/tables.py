"""The table of all runs as the bytes of a file: as runs write it, and as spreadsheets save it again."""

import codecs
import csv
import io
import re

# The columns by which the table is known.
NEEDED = {"date", "run", "status"}
DELIMITERS = ",;\t"
DECIMAL_COMMA = re.compile(r"([+-]?\d+),(\d+)")


class NoTable(Exception):
    """Why a file is not the table of all runs."""


def rows_in(data):
    """
    The rows of the table, as texts by their columns' names; none in an empty file.
    data: the file's bytes, in UTF-8, UTF-16 or Windows' Latin-1, with comma, semicolon or tab between the cells,
    with points or commas in its numbers, and any line ends. Raises NoTable, which says what is wrong and where.
    """
    text = decoded(data)
    if not text.strip():
        return []
    try:
        delimiter = delimiter_of(text)
        rows = rows_of(text, delimiter)
    except csv.Error as error:
        raise NoTable(f"it is damaged: {error}") from None
    seconds = "".join(row.get("seconds", "") for row in rows)
    # Seconds are written with a decimal, so they tell which mark the spreadsheet has for it.
    has_commas = "," in seconds or (delimiter != "," and "." not in seconds)
    return [{name: plain(cell, has_commas) for name, cell in row.items()} for row in rows]


def decoded(data):
    """The text of the file, without its mark. src/data/csv.ts reads other tables in the same way."""
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return without_zeros(data.decode("utf-16"))
        return without_zeros(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise NoTable("its encoding is unknown") from None


def without_zeros(text):
    if "\0" in text:
        raise NoTable("it is no text in UTF-8")
    return text


def delimiter_of(text):
    for delimiter in DELIMITERS:
        heading = next((cells for cells in csv.reader(lines_of(text), delimiter=delimiter) if any(cells)), [])
        if NEEDED <= {name.strip() for name in heading}:
            return delimiter
    raise NoTable("it is not the table that runs write")


def rows_of(text, delimiter):
    """The rows below the heading that are not empty; one that was cut short has empty cells at its end."""
    reader = csv.reader(lines_of(text), delimiter=delimiter, strict=True)
    heading, rows = None, []
    for cells in reader:
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        if heading is None:
            heading = cells
            check_heading(heading)
            continue
        names = [*heading, *[""] * len(cells)]
        if any(cell and not name for name, cell in zip(names, cells)):
            raise NoTable(f"line {reader.line_num} has a cell below no name of a column")
        rows.append(dict(zip(heading, [*cells, *[""] * len(heading)])))
    return [{name: cell for name, cell in row.items() if name} for row in rows]


def check_heading(heading):
    twice = next((name for name in heading if name and heading.count(name) > 1), None)
    if twice:
        raise NoTable(f"two of its columns are called {twice}")


def lines_of(text):
    return io.StringIO(text, newline=None)


def plain(cell, has_commas):
    """A cell as runs write it: spreadsheets have marks of their own for decimals, and shout what is true."""
    if cell in ("TRUE", "FALSE"):
        return cell.lower()
    return DECIMAL_COMMA.sub(r"\1.\2", cell) if has_commas and DECIMAL_COMMA.fullmatch(cell) else cell


def text_of(rows, first):
    """
    Rows as CSV, with a mark by which spreadsheets know UTF-8; a column that a row does not have stays empty.
    first: the columns to begin with
    """
    columns = list(dict.fromkeys([*first, *(name for row in rows for name in row)]))
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + file.getvalue()
