"""
Declarations of TypeScript with a literal as their value, one a line, and texts read by their types:

    let k = 50; // clusters: 2 or more
    let engine: "tfjs" | "ml-kmeans" = "tfjs"; // what computes k-means
"""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import Optional

STRING = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`"
NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
# Whatever may stand in a type or a value; a quoted `//`, `=` or `;` does not end it.
DECLARATION = re.compile(
    rf"^[ \t]*(?:let|const|var)[ \t]+(?P<name>[\w$]+)[ \t]*"
    rf"(?::(?P<annotation>(?:{STRING}|=>|[^\"'`=\n])+))?"
    rf"=[ \t]*(?P<default>(?:{STRING}|/(?!/)|[^\"'`/;\n])+);?[ \t]*(?://[ \t]*(?P<meaning>.*))?$",
    re.MULTILINE,
)
# The parts of a union: `"a" | number[]` has two.
ALTERNATIVE = re.compile(rf"(?:{STRING}|\([^()]*\)|<[^<>]*>|[^|\"'`(<])+")
LIST = re.compile(r"^(?:readonly\s+)?(?:\((?P<union>.+)\)|(?P<simple>[^()]+?))\s*\[\]$|^(?:Readonly)?Array<(?P<of>.+)>$")
LARGEST_SPELT_OUT = 1e15


class NoFit(Exception):
    """A text that the type does not take; its message, if any, says what would do."""


@dataclass(frozen=True)
class Declaration:
    name: str
    annotation: str
    default: str
    meaning: str

    @property
    def kind(self) -> Optional[str]:
        """The type, where one is written or can be told from the default; else None."""
        return self.annotation or kind_of(self.default)


def declarations_of(source):
    """The declarations in a cell, in their order; other lines are none."""
    return [
        Declaration(**{part: (text or "").strip() for part, text in found.groupdict().items()})
        for found in DECLARATION.finditer(source)
    ]


def kind_of(default):
    """The type of a literal; None for any other expression."""
    if re.fullmatch(STRING, default):
        return "string" if "${" not in default or default[0] != "`" else None
    if re.fullmatch(NUMBER, default.replace("_", "")):
        return "number"
    if default in ("true", "false"):
        return "boolean"
    if default.startswith("[") and default.endswith("]"):
        kinds = {kind_of(item.strip()) for item in re.findall(rf"(?:{STRING}|[^,\"'`])+", default[1:-1]) if item.strip()}
        return f"{kinds.pop()}[]" if len(kinds) == 1 and None not in kinds else None
    return None


def alternatives(kind):
    return [part.strip() for part in ALTERNATIVE.findall(kind) if part.strip()]


def literal(declaration, text):
    """The source of the value that a text stands for. Raises NoFit when the declared type takes no such value."""
    if declaration.kind is None:
        raise NoFit(f"left as it is: what fits {declaration.default} cannot be told; change it in the notebook")
    # What is more exact comes first: in `number | string`, 50 is a number.
    parts = sorted(alternatives(declaration.kind), key=lambda part: part == "string")
    for part in parts:
        source = literal_of(part, text)
        if source is not None:
            return source
    raise NoFit


def literal_of(part, text):
    """The same for one alternative of a type; None where it does not fit."""
    trimmed = text.strip()
    if part == "string":
        return source_of(text)
    if part == "number":
        return number(trimmed)
    if part == "boolean":
        return trimmed if trimmed in ("true", "false") else None
    if part in ("undefined", "null", "true", "false"):
        return part if trimmed == part else None
    if re.fullmatch(STRING, part):
        return part if text == unquoted(part) else None
    if re.fullmatch(NUMBER, part):
        return part if number(trimmed) == number(part) else None
    items = LIST.match(part)
    return list_of(items["union"] or items["simple"] or items["of"], trimmed) if items else None


def number(text):
    """The source of a number that is written in digits; None for anything else, or where digits would get lost."""
    if not re.fullmatch(NUMBER, text):
        return None
    value = float(text)
    # Digits without a point or an exponent mean just that number.
    if not isfinite(value) or (re.fullmatch("[+-]?[0-9]+", text) and Decimal(text) != Decimal(value)):
        return None
    return str(int(value)) if value.is_integer() and abs(value) < LARGEST_SPELT_OUT else repr(value)


def list_of(kind, text):
    """The source of a list, each of whose items fits: written as JSON, [1, 2] or ["a", "b"]."""
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(items, list):
        return None
    sources = [item_of(kind, item) for item in items]
    return None if None in sources else f"[{', '.join(sources)}]"


def item_of(kind, item):
    is_text = isinstance(item, str)
    for part in alternatives(kind):
        quoted = part == "string" or bool(re.fullmatch(STRING, part))
        source = literal_of(part, item if is_text else json.dumps(item)) if quoted == is_text else None
        if source is not None:
            return source
    return None


def source_of(text):
    """The source of a text; None where half a character of UTF-16 stands alone, which no file holds."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        return None
    # TypeScript takes these for ends of a line.
    return json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def unquoted(source):
    """The text of a literal."""
    return re.sub(r"\\(.)", r"\1", source[1:-1])


def expected(declaration):
    """What would fit, in words."""
    return " or ".join(words(part, declaration.default) for part in alternatives(declaration.kind))


def words(part, default):
    if part == "number":
        return "a number" + (f", such as {default}" if kind_of(default) == "number" else "")
    if part == "boolean":
        return "true or false"
    if part == "string":
        return "a text"
    if re.fullmatch(STRING, part):
        return unquoted(part)
    if LIST.match(part):
        return "a list, such as " + (default if default.startswith("[") else '[1, 2] or ["a", "b"]')
    if part in ("undefined", "null", "true", "false") or re.fullmatch(NUMBER, part):
        return part
    return f"of the type {part}, which the command line cannot give"
