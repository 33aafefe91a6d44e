import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";

/**
 * Writes a file whole or not at all: aside first, then renamed.
 * @param {string} path the file; its folder is made when missing
 * @param {string | Uint8Array} content what it will hold
 */
export function writeWhole(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.partial`, content);
  renameSync(`${path}.partial`, path);
}

/**
 * @param {string} path a file
 * @param {string} text what it should hold
 * @returns {boolean} whether it does
 */
export function holds(path, text) {
  return existsSync(path) && readFileSync(path, "utf8") === text;
}

/**
 * @param {string} text any text
 * @returns {string} its SHA-256, in hexadecimal
 */
export function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * @param {string} path a file
 * @param {string} hash the SHA-256 that it should have, in hexadecimal
 * @returns {boolean} whether it is there and has it
 */
export function holdsSha256(path, hash) {
  return existsSync(path) && sha256(readFileSync(path, "utf8")) === hash;
}

/**
 * @param {string} path a file of any size
 * @returns {Promise<string>} the SHA-256 of its bytes, in hexadecimal
 */
export async function sha256OfFile(path) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/**
 * @param {string} folder an absolute path, of a folder that need not exist
 * @returns {boolean} whether it or, while it is missing, its nearest parent can be written
 */
export function canWriteBelow(folder) {
  if (!existsSync(folder)) return folder !== dirname(folder) && canWriteBelow(dirname(folder));
  try {
    accessSync(folder, constants.W_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
