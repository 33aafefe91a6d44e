/** Milliseconds between two updates on a terminal. */
const TICK_MS = 500;

/** Tells how far a part of the set-up is: on a terminal in one line that stays alive, elsewhere line by line. */
export class StatusLine {
  #label;
  #stream;
  #began = Date.now();
  #doing = "";
  /** @type {NodeJS.Timeout | undefined} */
  #ticking;

  /**
   * @param {string} label which part it is
   * @param {NodeJS.WriteStream} [stream] where to write
   */
  constructor(label, stream = process.stdout) {
    this.#label = label;
    this.#stream = stream;
    if (stream.isTTY) {
      this.#draw();
      this.#ticking = setInterval(() => this.#draw(), TICK_MS);
    } else {
      stream.write(`${label} ...\n`);
    }
  }

  /** @param {string} doing what the part does now */
  say(doing) {
    this.#doing = doing;
    if (this.#ticking) this.#draw();
    else this.#stream.write(`${this.#label}: ${doing}\n`);
  }

  /** The part has ended, well or not: whatever is printed next has a line of its own. */
  leave() {
    clearInterval(this.#ticking);
    if (this.#ticking) this.#stream.write("\r\x1b[K");
  }

  /** The part has ended well. */
  end() {
    this.#stream.write(`${this.#label}: done in ${this.#seconds()} s\n`);
  }

  #seconds() {
    return ((Date.now() - this.#began) / 1000).toFixed(0);
  }

  /** Never as wide as the terminal, which would begin a new line: what cannot be shown is left out at the label's end. */
  #draw() {
    const doing = ` ${this.#doing || "..."} (${this.#seconds()} s)`;
    const room = (this.#stream.columns || 80) - 1;
    const label = this.#label.slice(0, Math.max(0, room - doing.length));
    this.#stream.write(`\r\x1b[K${label}${doing.slice(0, room)}`);
  }
}
