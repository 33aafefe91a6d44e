// Runs in the page, not in the kernel: the file of labels as text. src/labels/labelsFile.ts does the
// same in the kernel, with more care for what spreadsheets and people make of it.

const COLUMNS = ["hash", "file", "cluster", "label", "when"];

/**
 * @typedef {{ hash: string, file: string, cluster: string, label: string, when: string }} Cells
 * @typedef {Cells & { own?: Record<string, string> }} Row `own`: the columns that somebody has added
 * @typedef {Map<string, Row>} Rows each image's row, by its hash
 */

/**
 * The rows of a file.
 * @param {string} text
 * @returns {Rows}
 */
function parseLabels(text) {
  const [heading = "", ...lines] = splitCells(text.replace(/^\ufeff/, ""));
  const given = [...heading].map((name) => name.trim());
  const names = given.map((name) => name.toLowerCase());
  if (text.trim() !== "" && !(names.includes("hash") && names.includes("label"))) {
    throw new Error("it is no file of labels");
  }
  /** @type {Rows} */
  const rows = new Map();
  for (const cells of lines) {
    const values = COLUMNS.map((name) => (cells[names.indexOf(name)] ?? "").trim());
    /** @type {Row} */
    const row = /** @type {Cells} */ (
      Object.fromEntries(COLUMNS.map((name, i) => [name, values[i]]))
    );
    const own = given.flatMap((name, i) =>
      name && cells[i] && !COLUMNS.includes(names[i]) ? [[name, cells[i]]] : [],
    );
    // People write it as they begin a sentence.
    if (row.label.toLowerCase() === "unsure") row.label = "unsure";
    if (own.length > 0) row.own = Object.fromEntries(own);
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
  const all = [...rows.values()];
  const own = [...new Set(all.flatMap((row) => Object.keys(row.own ?? {})))];
  const lines = all.map((row) => [
    ...COLUMNS.map((name) => row[/** @type {keyof Cells} */ (name)]),
    ...own.map((name) => row.own?.[name] ?? ""),
  ]);
  const text = [[...COLUMNS, ...own], ...lines].map((cells) => cells.map(quoted).join(","));
  return `\ufeff${text.join("\r\n")}\r\n`;
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
