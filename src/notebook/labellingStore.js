// Runs in the page, not in the kernel: keeps the labels of one file. All sheets of a window that write
// one file share its store; of several windows only one writes.

/** Milliseconds until a server that did not answer is asked again. */
const RETRY_MS = 3000;

/**
 * How a store stands.
 * @typedef {{ saved: boolean, text: string, isHopeless?: boolean }} StoreState
 */

/** The labels of one file: what is in it, and what is on its way there. */
class LabelStore {
  /** @type {Rows} what the file holds, as far as is known */
  rows = new Map();
  /** @type {Map<string, Row | undefined>} what it does not hold yet; undefined: a label taken back */
  waiting = new Map();
  /** @type {Set<string>} the classes of labels that were taken back */
  takenBack = new Set();
  /** @type {StoreState} */
  state = { saved: true, text: "" };
  /** Why this window leaves the labelling to another; "" when it does not. */
  elsewhere = "";
  /** @type {Map<Element, () => void>} the sheets, and what each does when something has changed */
  #sheets = new Map();
  /** @type {string | undefined} the text that was last read or written */
  #text;
  #isSaving = false;
  #contents = new JupyterContents();

  /** @param {string} file its path from the notebook's folder @param {string} keep its key */
  constructor(file, keep) {
    this.file = file;
    this.keep = keep;
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(keep) : undefined;
    if (this.channel) this.#shareOut(this.channel);
  }

  /**
   * The store of a file in this window.
   * @param {string} file @param {Element} root a sheet @param {() => void} changed what it does then
   * @param {Row[]} rows what the file held when the sheet was made
   */
  static of(file, root, changed, rows) {
    /** @type {{ labelStores?: Map<string, LabelStore> }} */
    const page = /** @type {any} */ (window);
    page.labelStores ??= new Map();
    const keep = `labelling:${location.pathname.replace(/\/lab.*/, "")}:${file}`;
    const known = page.labelStores.get(keep);
    const store = known ?? new LabelStore(file, keep);
    if (!known) store.rows = new Map(rows.map((row) => [row.hash, row]));
    page.labelStores.set(keep, store);
    store.join(root, changed);
    return store;
  }

  /** @param {Element} root a sheet @param {() => void} changed what it does when something has changed */
  join(root, changed) {
    this.#sheets.set(root, changed);
  }

  /** What is known of an image; a row without a label waits to be filled in. @param {string} hash */
  get(hash) {
    const row = this.waiting.has(hash) ? this.waiting.get(hash) : this.rows.get(hash);
    return row?.label ? row : undefined;
  }

  /** Sets an image's row, or takes it back. @param {string} hash @param {Row | undefined} row */
  set(hash, row) {
    this.waiting.set(hash, row);
    this.#remember();
    void this.save();
  }

  /** Takes an image's label back for what it was before. @param {string} hash @param {Row | undefined} row */
  takeBack(hash, row) {
    const label = this.get(hash)?.label;
    if (label) this.takenBack.add(label);
    this.set(hash, row);
  }

  /** All rows, those on their way too. */
  all() {
    /** @type {Rows} */
    const all = new Map(this.rows);
    for (const [hash, row] of this.waiting) {
      const before = all.get(hash);
      // What somebody wrote beside a label outlives it.
      if (row) all.set(hash, { ...row, own: before?.own });
      else if (before?.own) all.set(hash, { ...before, label: "", when: "" });
      else all.delete(hash);
    }
    return all;
  }

  /** Reads the file, and takes up what an earlier page could not save. */
  async open() {
    try {
      for (const [hash, row] of JSON.parse(localStorage.getItem(this.keep) ?? "[]")) {
        this.waiting.set(hash, row ?? undefined);
      }
    } catch {
      // A browser that keeps nothing: what could not be saved went with the page.
    }
    await this.save();
  }

  /** Brings the file up to date; again and again while the server does not answer. */
  async save() {
    if (this.#isSaving || this.elsewhere) return;
    this.#isSaving = true;
    try {
      do await this.#saveOnce();
      while (this.waiting.size > 0);
      this.state = { saved: true, text: `saved in ${this.file}` };
    } catch (error) {
      const { message, isHopeless } = /** @type {Error & { isHopeless?: boolean }} */ (error);
      this.state = { saved: false, text: `not saved: ${message}`, isHopeless };
      if (!isHopeless) setTimeout(() => this.save(), RETRY_MS);
    } finally {
      this.#isSaving = false;
    }
    this.#changed();
  }

  /** Labels in this window from now on. */
  takeOver() {
    this.elsewhere = "";
    this.channel?.postMessage("now here");
    void this.open();
  }

  /**
   * Two windows that write one file would take turns in undoing each other: one of them rests.
   * @param {BroadcastChannel} channel
   */
  #shareOut(channel) {
    channel.onmessage = ({ data }) => {
      if (data === "who is there?" && !this.elsewhere) channel.postMessage("me");
      if (data === "me") this.#rest("This sheet is open in another window: label there, or here.");
      if (data === "now here") this.#rest("This sheet goes on in another window.");
    };
    channel.postMessage("who is there?");
  }

  /** Leaves the rest to another window, which finds in the browser's memory what is not saved yet. @param {string} why */
  #rest(why) {
    this.elsewhere = why;
    this.waiting.clear();
    this.#changed();
  }

  #changed() {
    for (const changed of this.#sheets.values()) changed();
  }

  async #saveOnce() {
    const text = await this.#contents.read(this.file, this.#root());
    if (text !== this.#text) this.rows = this.#parse(text);
    this.#text = text;
    const sent = new Map(this.waiting);
    if (sent.size === 0) return;
    const rows = this.all();
    const content = printLabels(rows);
    if (text !== "") await this.#contents.write(`${this.file}.bak`, this.#root(), text);
    await this.#contents.write(this.file, this.#root(), content);
    this.rows = rows;
    this.#text = content;
    for (const [hash, row] of sent) if (this.waiting.get(hash) === row) this.waiting.delete(hash);
    this.#remember();
  }

  /** A sheet that stands in the page, if one does. A cell that ran again has left others behind. */
  #root() {
    const roots = [...this.#sheets.keys()];
    return roots.find(({ isConnected }) => isConnected) ?? roots[0];
  }

  /** @param {string} text */
  #parse(text) {
    try {
      return parseLabels(text);
    } catch (error) {
      throw hopeless(`${this.file}: ${/** @type {Error} */ (error).message}, and is left as it is`);
    }
  }

  #remember() {
    try {
      if (this.waiting.size === 0) localStorage.removeItem(this.keep);
      else localStorage.setItem(this.keep, JSON.stringify([...this.waiting]));
    } catch {
      // As above.
    }
  }
}
