// Runs in the page, not in the kernel: one picture at a time, to be named with one key.

/** What keys do beside naming. @type {Record<string, string>} */
const ACTIONS = {
  ArrowLeft: "back",
  ArrowRight: "skip",
  ArrowUp: "first",
  ArrowDown: "missing",
  Backspace: "undo",
  "-": "unsure",
  "?": "unsure",
  Enter: "type",
  "+": "type",
};

class LabellingPage {
  /** @type {{ hash: string, row: Row | undefined, at: number }[]} */
  #done = [];
  #at = 0;

  /** @param {Element} root what src/notebook/labellingHtml.ts wrote */
  constructor(root) {
    this.root = /** @type {HTMLElement} */ (root);
    /** @type {Sheet} */
    const sheet = JSON.parse(root.querySelector(".data")?.textContent ?? "");
    this.items = sheet.items;
    this.given = sheet.classNames;
    this.classNames = [...sheet.classNames];
    this.view = new LabellingView(root, sheet.items);
    this.store = LabelStore.of(sheet.file, root, () => this.#changed(), sheet.rows);
  }

  /** Takes up the file's labels, and begins at the first picture without one. */
  async start() {
    this.#listen();
    this.#show(this.#next(-1));
    await this.store.open();
    if (this.#done.length === 0) this.#show(this.#next(-1));
  }

  #listen() {
    // JupyterLab's single keys rest while the sheet has the focus; Ctrl-S still saves the notebook.
    const rest = (/** @type {KeyboardEvent} */ { ctrlKey, metaKey, altKey }) => {
      if (ctrlKey || metaKey || altKey) delete this.root.dataset.lmSuppressShortcuts;
      else this.root.dataset.lmSuppressShortcuts = "true";
    };
    window.addEventListener("keydown", rest, { capture: true });
    this.root.addEventListener("click", (event) => this.#clicked(event));
    this.root.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey || event.altKey)) this.#pressed(event);
    });
  }

  /** @param {Event} event */
  #clicked(event) {
    const button = /** @type {Element} */ (event.target).closest("button");
    const { at, name, action } = button?.dataset ?? {};
    if (at) this.#show(Number(at));
    if (name !== undefined) this.#label(name);
    if (action) this.#act(action);
    if (button && action !== "copy") this.#focus();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const { key, target } = event;
    if (target instanceof HTMLInputElement) {
      if (key === "Escape") this.#focus();
      // No form: JupyterLab lets none be sent.
      if (key === "Enter") this.#nameTyped();
      return;
    }
    if (target instanceof HTMLTextAreaElement) return;
    if (target instanceof HTMLButtonElement && (key === "Enter" || key === " ")) return;
    const name = this.classNames[keysOf(this.classNames).indexOf(key.toLowerCase())];
    if (!ACTIONS[key] && name === undefined) return;
    event.preventDefault();
    if (name === undefined) this.#act(ACTIONS[key]);
    else this.#label(name);
  }

  #focus() {
    this.view.part(".picture").focus({ preventScroll: true });
  }

  /** @param {string} action */
  #act(action) {
    const { length } = this.items;
    if (action === "back") this.#show((this.#at + length - 1) % length);
    if (action === "skip") this.#show((this.#at + 1) % length);
    if (action === "first") this.#show(0);
    if (action === "missing") this.#show(this.#next(this.#at));
    if (action === "unsure") this.#label(UNSURE);
    if (action === "undo") this.#undo();
    if (action === "type") this.view.part(".typing input").focus();
    if (action === "name") this.#nameTyped();
    if (action === "copy") void this.view.copy(printLabels(this.store.all()).slice(1));
    if (action === "here") this.#takeOver();
  }

  /** @param {string} name of a class, or UNSURE */
  #label(name) {
    if (this.store.elsewhere) return;
    const at = this.#at;
    const { hash, file, cluster } = this.items[at];
    this.#done.push({ hash, row: this.store.get(hash), at });
    const when = new Date().toISOString().replace(/\.\d+/, "");
    this.store.set(hash, { hash, file, cluster, label: name, when });
    this.#show(this.#next(at), `${at + 1}: ${name}. `);
  }

  #undo() {
    if (this.store.elsewhere) return;
    const last = this.#done.pop();
    if (!last) return;
    this.store.takeBack(last.hash, last.row);
    this.#show(last.at, `${last.at + 1}: undone. `);
  }

  #nameTyped() {
    const input = /** @type {HTMLInputElement} */ (this.view.part(".typing input"));
    const typed = input.value.normalize("NFC").replace(/\s+/g, " ").trim();
    input.value = "";
    this.#focus();
    if (typed === "") return;
    // A capital letter or a space makes no other class, unless there are both already.
    const plain = (/** @type {string} */ name) => name.toLowerCase().replaceAll(" ", "");
    const names = [...this.classNames, UNSURE];
    const known = names.find((name) => name === typed);
    this.#label(known ?? names.find((name) => plain(name) === plain(typed)) ?? typed);
  }

  /** The next picture without a label after one, or that one where all have theirs. @param {number} at */
  #next(at) {
    const { length } = this.items;
    for (let step = 1; step <= length; step++) {
      const candidate = (at + step + length) % length;
      if (!this.store.get(this.items[candidate].hash)) return candidate;
    }
    return Math.max(at, 0);
  }

  /** @param {number} at @param {string} [news] what has just happened, for the ear */
  #show(at, news = "") {
    this.#at = at;
    this.#draw();
    const label = this.store.get(this.items[at].hash)?.label;
    const picture = `Picture ${at + 1}${label ? `, ${label}` : ""}. ${this.items[at].about}`;
    this.view.tell(`${news}${this.view.part(".finished").textContent || picture}`);
  }

  #draw() {
    const known = new Set([...this.store.all().values()].map(({ label }) => label));
    // A class that was a slip goes with it; others keep their keys.
    const isSlip = (/** @type {string} */ name) =>
      this.store.takenBack.has(name) && !known.has(name) && !this.given.includes(name);
    this.classNames = this.classNames.filter((name) => !isSlip(name));
    for (const name of known) {
      if (name && name !== UNSURE && !this.classNames.includes(name)) this.classNames.push(name);
    }
    const labels = this.items.map(({ hash }) => this.store.get(hash)?.label);
    this.view.draw(this.#at, labels, this.classNames);
  }

  #changed() {
    this.#draw();
    this.view.drawState(this.store.state, this.store.elsewhere);
  }

  #takeOver() {
    this.#done = [];
    this.store.takeOver();
  }
}
