import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
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
  try {
    const text = new TextDecoder(markedAs(bytes) ?? "utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

function markedAs(bytes: Uint8Array): string | undefined {
  return MARKS.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))?.[1];
}

/** Bytes in memory at a time. */
const CHUNK = 1 << 20;
/** A row of a million pixels takes a quarter of these characters. */
const LONGEST_LINE = 1 << 24;

/**
 * The lines of a file of any size, some of them in memory at a time: in UTF-8, in UTF-16 with its byte
 * order mark or, where the bytes are none of these, in Latin-1; any kind of line end.
 * @param path the file
 * @throws Error naming the file when it is no text
 */
export async function* textLines(path: string): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(await encodingOf(path));
  let rest = "";
  for await (const bytes of createReadStream(path, { highWaterMark: CHUNK })) {
    // A carriage return at the end may be half of a line end.
    const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    if (rest.length > LONGEST_LINE) {
      throw new Error(`${path} has no line ends; save it as a text with a line for each row`);
    }
    yield* lines;
  }
  yield rest + decoder.decode();
}

/** How a file is encoded, from all of its bytes. */
async function encodingOf(path: string): Promise<string> {
  const file = await open(path);
  const { bytesRead, buffer } = await file
    .read(Buffer.alloc(3), 0, 3, 0)
    .finally(() => file.close());
  const marked = markedAs(buffer.subarray(0, bytesRead));
  if (marked?.startsWith("utf-16")) return marked;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let isUtf8 = true;
  for await (const bytes of createReadStream(path, { highWaterMark: CHUNK })) {
    if (bytes.includes(0)) throw new Error(`${path} is no text; save it as CSV in UTF-8`);
    isUtf8 &&= decodes(decoder, bytes);
  }
  // Excel on Windows saves in its own extension of Latin-1.
  return isUtf8 && decodes(decoder) ? "utf-8" : "windows-1252";
}

function decodes(decoder: TextDecoder, bytes?: Uint8Array): boolean {
  try {
    decoder.decode(bytes, { stream: bytes !== undefined });
    return true;
  } catch {
    return false;
  }
}
