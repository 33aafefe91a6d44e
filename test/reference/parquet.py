"""Writes parquet.json: small Parquet files as pyarrow and polars write them, in base64, for test/pixelTable.test.ts.

Needs pyarrow and polars (the versions used stand in the file it writes):
    python test/reference/parquet.py
"""

import base64
import io
import json
from pathlib import Path

import polars
import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = Path(__file__).parent
PIXELS = {"p0": [0, 4, 8], "p1": [1, 5, 9], "p2": [2, 6, 10], "p3": [3, 255, 11]}


def with_pyarrow(columns, **options):
    """What a table of columns looks like as a file."""
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, **options)
    return file.getvalue()


def with_polars(columns, **options):
    file = io.BytesIO()
    polars.DataFrame(columns, **options).write_parquet(file)
    return file.getvalue()


def pixels(kind, **others):
    """The pixels as numbers of a kind, some of them others."""
    return {name: pa.array(others.get(name, values), kind) for name, values in PIXELS.items()}


NAMES = ["ten", None, "2"]
FILES = {
    # Read as the same images, whatever wrote them.
    "snappy": with_pyarrow({"label": NAMES, **pixels(pa.int64())}, row_group_size=2),
    "zstd": with_polars({**PIXELS, "class": NAMES}, schema_overrides=dict.fromkeys(PIXELS, polars.UInt8)),
    "gzip": with_pyarrow({**pixels(pa.float64()), "Target": NAMES}, compression="gzip"),
    "brotli": with_pyarrow({"y": NAMES, **pixels(pa.float32())}, compression="brotli"),
    "lz4": with_pyarrow({"y": NAMES, **pixels(pa.uint8())}, compression="lz4", data_page_version="2.0"),
    "dictionary": with_pyarrow({"y": pa.array(NAMES).dictionary_encode(), **pixels(pa.int16())}),
    # Others.
    "numbers": with_pyarrow({"label": [10, 2, None], **pixels(pa.int32())}),
    "unnamed": with_pyarrow(pixels(pa.uint8())),
    # Refused.
    "text": with_pyarrow({**pixels(pa.uint8()), "file": ["a", "b", "c"]}),
    "flags": with_pyarrow({**pixels(pa.uint8()), "seen": [True, False, True]}),
    "lists": with_pyarrow({"pixels": [[0, 1, 2, 3], [4, 5, 6, 255]]}),
    "missing": with_pyarrow(pixels(pa.uint8(), p2=[2, None, 10])),
    "large": with_pyarrow(pixels(pa.int64(), p1=[1, 5, 256]), row_group_size=2),
    "negative": with_pyarrow(pixels(pa.int8(), p3=[3, 5, -1])),
    "fraction": with_pyarrow(pixels(pa.float64(), p0=[0.5, 4, 8])),
    "dates": with_pyarrow({**pixels(pa.uint8()), "p4": pa.array([1, 2, 3], pa.date32())}),
    "uneven": with_pyarrow({"p0": [0, 1], "p1": [2, 3], "p2": [4, 5]}),
    "single": with_pyarrow({name: values[:1] for name, values in PIXELS.items()}),
    "none": with_pyarrow({"label": ["a", "b"]}),
}


def main():
    files = {name: base64.b64encode(content).decode() for name, content in FILES.items()}
    about = {"pyarrow": pa.__version__, "polars": polars.__version__}
    (FOLDER / "parquet.json").write_text(json.dumps({**about, "files": files}, indent=1) + "\n")


if __name__ == "__main__":
    main()
