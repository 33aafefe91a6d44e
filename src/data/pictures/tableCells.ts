/** What the column of the classes is called in the tables that are found. */
export const CLASS_COLUMN = /^(label|class|target|y)$/i;

/** Whether a cell holds a pixel: an integer from 0 to 255. */
export function isPixel(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255;
}

/**
 * Refuses a column that is named as no pixel is: most are p0, p1, ... or 1x1, 1x2, ..., and one is id.
 * @param path the table, for the message
 * @param names of all columns but that of the classes
 * @throws Error naming the column
 */
export function checkPixelColumns(path: string, names: readonly string[]): void {
  const kinds = new Map<string, string[]>();
  for (const name of names) {
    const kind = name.replace(/\d+/g, "#");
    kinds.set(kind, [...(kinds.get(kind) ?? []), name]);
  }
  const [usual] = [...kinds.values()].sort((a, b) => b.length - a.length);
  if (!usual || 2 * usual.length <= names.length) return;
  const odd = names.findIndex((name) => !usual.includes(name));
  if (odd < 0) return;
  const others = `${usual[0]}, ${usual[1]}, ...`;
  throw new Error(
    `${path}: column ${names[odd] || '""'} is no pixel as ${others} are; give a column a pixel, one called label, class, target or y for the classes, and no others`,
  );
}
