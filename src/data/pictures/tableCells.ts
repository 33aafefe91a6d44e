/** What the column of the classes is called in the tables that are found. */
export const CLASS_COLUMN = /^(label|class|target|y)$/i;

/** Whether a cell holds a pixel: an integer from 0 to 255. */
export function isPixel(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255;
}
