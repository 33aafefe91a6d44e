import { TextDecoder } from "node:util";

/** The marks with which a text says how it is encoded. */
const MARKS: readonly [bytes: readonly number[], encoding: string][] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

/**
 * The text of a file in UTF-8, or in UTF-16 with its byte order mark.
 * @param bytes the whole file
 * @returns the text without its mark; undefined when the bytes are neither
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const [, encoding] = MARKS.find(([mark]) => mark.every((byte, i) => bytes[i] === byte)) ?? [];
  try {
    const text = new TextDecoder(encoding ?? "utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}
