import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const LOOK_MS = 500;
/** Without a terminal a line is printed for each of so many parts. */
const LINES = 10;

/**
 * Tells how far pip's download is, by the bytes that have arrived in a folder: pip shows nothing
 * of it where its output is kept, and not every version can count for another program.
 */
export class DownloadProgress {
  #folder;
  #total;
  #say;
  #live;
  #looking;
  #told = -1;

  /**
   * @param {string} folder where pip puts the file and its temporary copy
   * @param {number} total bytes to come
   * @param {(line: string) => void} say prints a line of progress
   * @param {boolean} [live] whether a line replaces the one before it; default: on a terminal
   */
  constructor(folder, total, say, live = process.stdout.isTTY) {
    this.#folder = folder;
    this.#total = total;
    this.#say = say;
    this.#live = live;
    this.look();
    this.#looking = setInterval(() => this.look(), LOOK_MS);
  }

  stop() {
    clearInterval(this.#looking);
  }

  /** Looks at once, and tells what is new. */
  look() {
    const bytes = Math.min(bytesIn(this.#folder), this.#total);
    const step = this.#live ? bytes : Math.floor((LINES * bytes) / this.#total);
    if (step === this.#told) return;
    this.#told = step;
    const [arrived, total] = [bytes, this.#total].map((count) => Math.round(count / 1e6));
    this.#say(
      `downloading ${arrived} of ${total} MB, ${Math.floor((100 * bytes) / this.#total)} %`,
    );
  }
}

/** @param {string} folder @returns {number} the size of its largest file, as pip may copy it at the end */
function bytesIn(folder) {
  let largest = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    if (found?.isFile()) largest = Math.max(largest, found.size);
  }
  return largest;
}
