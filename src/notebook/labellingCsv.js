// Runs in the page, not in the kernel: the file of labels as text. src/labels/labelsFile.ts does the
// same in the kernel, with more care for what spreadsheets and people make of it.

const COLUMNS = ["hash", "file", "cluster", "label", "when"];

/**
 * @typedef {{ hash: string, file: string, cluster: string, label: string, when: string }} Row
 * @typedef {Map<string, Row>} Rows each image's row, by its hash
 */

/**
 * The rows of a file.
 * @param {string} text
 * @returns {Rows}
 */
function parseLabels(text) {
  const [heading = "", ...lines] = splitCells(text.replace(/^\ufeff/, ""));
  const names = [...heading].map((name) => name.trim().toLowerCase());
  if (text.trim() !== "" && !(names.includes("hash") && names.includes("label"))) {
    throw new Error("it is no file of labels");
  }
  /** @type {Rows} */
  const rows = new Map();
  for (const cells of lines) {
    const values = COLUMNS.map((name) => (cells[names.indexOf(name)] ?? "").trim());
    const row = /** @type {Row} */ (
      Object.fromEntries(COLUMNS.map((name, i) => [name, values[i]]))
    );
    if (row.hash) rows.set(row.hash.toLowerCase(), row);
  }
  return rows;
}

/**
 * The text of a file.
 * @param {Rows} rows
 */
function printLabels(rows) {
  /** @param {string} cell */
  const quoted = (cell) =>
    /[",;\r\n\t]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const lines = [...rows.values()].map((row) =>
    COLUMNS.map((name) => quoted(row[/** @type {keyof Row} */ (name)])).join(","),
  );
  return `\ufeff${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`;
}

/** @param {string} text */
function splitCells(text) {
  const heading = text.split(/[\r\n]/, 1)[0];
  const delimiter = [";", "\t"].find((one) => heading.includes(one)) ?? ",";
  const cell = new RegExp(
    `("(?:[^"]|"")*"|[^${delimiter}\\r\\n]*)(${delimiter}|\\r\\n|\\r|\\n|$)`,
    "y",
  );
  /** @type {string[][]} */
  const rows = [[]];
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (!found) throw new Error("it is no file of labels");
    const [, value, end] = found;
    const isQuoted = value.startsWith('"');
    rows[rows.length - 1].push(isQuoted ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end !== delimiter) rows.push([]);
  }
  return rows;
}
