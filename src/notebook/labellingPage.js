// Runs in the page, not in the kernel: one picture at a time, to be named with one key.

const UNSURE = "unsure";
/** The keys of the classes, in their order. */
const KEYS = "1234567890abcdefghijklmnopqrstuvwxyz";

/**
 * @typedef {{ hash: string, file: string, cluster: string, about: string }} Item
 * @typedef {{ file: string, classNames: string[], items: Item[], rows: Row[] }} Sheet
 */

class LabellingPage {
  /** @type {{ hash: string, row: Row | undefined, at: number }[]} */
  #done = [];
  #at = 0;
  #isElsewhere = false;

  /** @param {Element} root what src/notebook/labellingHtml.ts wrote */
  constructor(root) {
    this.root = /** @type {HTMLElement} */ (root);
    /** @type {Sheet} */
    this.sheet = JSON.parse(this.part(".data").textContent ?? "");
    this.items = this.sheet.items;
    /** @type {HTMLElement[]} */
    this.pictures = [...this.root.querySelectorAll(".pictures > li")].map(
      (one) => /** @type {HTMLElement} */ (one),
    );
    this.classNames = [...this.sheet.classNames];
    this.store = new LabelStore(this.sheet.file, root, (state) => this.#told(state));
    this.store.rows = new Map(this.sheet.rows.map((row) => [row.hash, row]));
    this.#build();
  }

  /** Takes up the file's labels, and begins at the first picture without one. */
  async start() {
    this.#listen();
    this.#shareOut();
    this.#show(this.#next(-1));
    await this.store.open();
    if (this.#done.length === 0) this.#show(this.#next(-1));
    else this.#show(this.#at);
  }

  /** @param {string} selector */
  part(selector) {
    return /** @type {HTMLElement} */ (this.root.querySelector(selector));
  }

  #build() {
    this.root.classList.add("alive");
    const chips = this.items.map(
      (_, i) => `<button type="button" class="chip" tabindex="-1" data-at="${i}">${i + 1}</button>`,
    );
    this.part(".jump").innerHTML = chips.join("");
    // The list of names that belongs to this page's field, whatever other pages there are.
    const id = `labelling-${Math.random().toString(36).slice(2)}`;
    this.part("datalist").id = id;
    this.part(".typing input").setAttribute("list", id);
  }

  #listen() {
    // JupyterLab's single keys rest while the page has the focus; Ctrl-S still saves the notebook.
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
    if (button) this.part(".picture").focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.target instanceof HTMLInputElement) {
      if (event.key === "Escape") this.part(".picture").focus();
      // No form: JupyterLab lets none be sent.
      if (event.key === "Enter") this.#nameTyped();
      return;
    }
    const isButton = event.target instanceof HTMLButtonElement;
    if (isButton && (event.key === "Enter" || event.key === " ")) return;
    const action = /** @type {Record<string, string>} */ ({
      ArrowLeft: "back",
      ArrowRight: "skip",
      ArrowUp: "first",
      ArrowDown: "missing",
      Backspace: "undo",
      "-": "unsure",
      "?": "unsure",
      Enter: "type",
      "+": "type",
    })[event.key];
    const name = this.classNames[KEYS.indexOf(event.key.toLowerCase())];
    if (!action && (event.key.length !== 1 || name === undefined)) return;
    event.preventDefault();
    if (action) this.#act(action);
    else this.#label(name);
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
    if (action === "type") this.part(".typing input").focus();
    if (action === "name") this.#nameTyped();
    if (action === "copy") void this.#copy();
    if (action === "here") this.#takeOver();
  }

  /** @param {string} name of a class, or UNSURE */
  #label(name) {
    if (this.#isElsewhere) return;
    const { hash, file, cluster } = this.items[this.#at];
    this.#done.push({ hash, row: this.store.get(hash), at: this.#at });
    const when = new Date().toISOString().replace(/\.\d+/, "");
    this.store.set(hash, { hash, file, cluster, label: name, when });
    this.#show(this.#next(this.#at), `${this.#at + 1}: ${name}. `);
  }

  #undo() {
    const last = this.#done.pop();
    if (!last || this.#isElsewhere) return;
    this.store.set(last.hash, last.row);
    this.#show(last.at, `${last.at + 1}: undone. `);
  }

  #nameTyped() {
    const input = /** @type {HTMLInputElement} */ (this.part(".typing input"));
    const name = input.value.normalize("NFC").replace(/\s+/g, " ").trim();
    input.value = "";
    this.part(".picture").focus({ preventScroll: true });
    if (name !== "") this.#label(name);
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
    const { about } = this.items[at];
    this.pictures.forEach((picture, i) => {
      picture.hidden = i !== at;
    });
    const label = this.store.get(this.items[at].hash)?.label;
    const isNamed = this.items.map(({ hash }) => this.store.get(hash)?.label);
    const nNamed = isNamed.filter(Boolean).length;
    const progress = /** @type {HTMLProgressElement} */ (this.part("progress"));
    progress.max = this.items.length;
    progress.value = nNamed;
    this.part(".count").textContent = `${nNamed} of ${this.items.length} named`;
    this.part(".where").textContent =
      `Picture ${at + 1} of ${this.items.length}${label ? `: ${label}` : ""}`;
    this.part(".about").textContent = about;
    const rest = nNamed === this.items.length ? "All are named: run the cells below." : "";
    this.part(".news").textContent =
      `${news}${rest || `Picture ${at + 1}${label ? `, ${label}` : ""}. ${about}`}`;
    this.part(".finished").textContent = rest;
    this.part(".picture").setAttribute(
      "aria-label",
      `Picture ${at + 1} of ${this.items.length}${label ? `, ${label}` : ", no name yet"}: press the key of its class`,
    );
    this.#showChips(isNamed);
    this.#showClasses(label, isNamed);
  }

  /** @param {(string | undefined)[]} labels */
  #showChips(labels) {
    this.part(".jump")
      .querySelectorAll("button")
      .forEach((chip, i) => {
        const label = labels[i];
        chip.className = `chip ${label ? (label === UNSURE ? "unsure" : "named") : ""}`;
        chip.toggleAttribute("aria-current", i === this.#at);
        chip.tabIndex = i === this.#at ? 0 : -1;
        chip.title = chip.ariaLabel = `picture ${i + 1}: ${label ?? "no name yet"}`;
      });
  }

  /** @param {string | undefined} current @param {(string | undefined)[]} labels */
  #showClasses(current, labels) {
    const known = new Set(this.classNames);
    for (const { label } of this.store.all().values()) {
      if (label && label !== UNSURE && !known.has(label)) this.classNames.push(label);
      known.add(label);
    }
    const classes = this.classNames.map((name, i) =>
      classButton(
        name,
        KEYS[i] ?? "",
        name === current,
        labels.filter((one) => one === name).length,
      ),
    );
    this.part(".classes").replaceChildren(...classes);
    this.part(".unsure-key").setAttribute("aria-pressed", String(current === UNSURE));
    const options = this.classNames.map((name) =>
      Object.assign(document.createElement("option"), { value: name }),
    );
    this.part("datalist").replaceChildren(...options);
  }

  /** @param {{ saved: boolean, text: string, isHopeless?: boolean }} state */
  #told({ saved, text, isHopeless }) {
    const status = this.part(".status");
    if (status.textContent !== text) status.textContent = text;
    status.classList.toggle("bad", !saved);
    this.part(".copy").hidden = saved;
    this.part(".by-hand").hidden = !isHopeless;
    if (saved) this.#show(this.#at);
  }

  /** The file's text for the clipboard; where there is none, to be copied by hand. */
  async #copy() {
    const text = printLabels(this.store.all());
    const area = /** @type {HTMLTextAreaElement} */ (this.part("textarea"));
    area.hidden = false;
    area.value = text.slice(1);
    area.select();
    await navigator.clipboard?.writeText(text.slice(1)).catch(() => {});
  }

  /** Two windows that write one file would take turns in undoing each other: one of them rests. */
  #shareOut() {
    /** @type {any} */
    const page = window;
    page.labellingPages ??= {};
    const pages = page.labellingPages;
    pages[this.store.keep]?.rest("It goes on in the newer output of this window.");
    pages[this.store.keep] = this;
    if (!("BroadcastChannel" in window)) return;
    this.channel = new BroadcastChannel(this.store.keep);
    this.channel.onmessage = ({ data }) => {
      if (data === "who is there?" && !this.#isElsewhere) this.channel?.postMessage("me");
      if (data === "me")
        this.rest("This sheet is open in another window: label there, or here instead.");
      if (data === "now here") this.rest("This sheet goes on in another window.");
    };
    this.channel.postMessage("who is there?");
  }

  /** Leaves the labelling to another page. @param {string} why */
  rest(why) {
    this.#isElsewhere = true;
    this.part(".elsewhere").hidden = false;
    this.part(".elsewhere span").textContent = why;
    this.root.classList.add("resting");
  }

  #takeOver() {
    this.#isElsewhere = false;
    this.#done = [];
    this.part(".elsewhere").hidden = true;
    this.root.classList.remove("resting");
    this.channel?.postMessage("now here");
    void this.store.save();
  }
}

/**
 * @param {string} name @param {string} key @param {boolean} isCurrent @param {number} count
 */
function classButton(name, key, isCurrent, count) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.name = name;
  button.setAttribute("aria-pressed", String(isCurrent));
  if (key) button.setAttribute("aria-keyshortcuts", key);
  for (const [tag, text] of [
    ["kbd", key],
    ["span", name],
    ["small", String(count)],
  ]) {
    const part = document.createElement(tag);
    part.textContent = text;
    button.append(part);
  }
  return button;
}
