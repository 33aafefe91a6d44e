// Runs in the page, not in the kernel: what a sheet shows.

const UNSURE = "unsure";
/** The keys that classes get, in their order. */
const KEYS = "1234567890abcdefghijklmnopqrstuvwxyz";

/**
 * The key of each class: its own name where that is one key, else the next that is free; "" for none.
 * @param {string[]} classNames
 */
function keysOf(classNames) {
  const own = classNames.map((name) => name.toLowerCase());
  const free = [...KEYS].filter((key) => !own.includes(key));
  return own.map((name, i) => {
    const isKey = name.length === 1 && KEYS.includes(name) && own.indexOf(name) === i;
    return isKey ? name : (free.shift() ?? "");
  });
}

/**
 * @typedef {{ hash: string, file: string, cluster: string, about: string }} Item
 * @typedef {{ file: string, classNames: string[], items: Item[], rows: Row[] }} Sheet
 */

/** The parts of a sheet, as src/notebook/labellingHtml.ts wrote them. */
class LabellingView {
  /** @param {Element} root @param {Item[]} items */
  constructor(root, items) {
    this.root = /** @type {HTMLElement} */ (root);
    this.items = items;
    /** @type {HTMLElement[]} */
    this.pictures = [...root.querySelectorAll(".pictures > li")].map(
      (one) => /** @type {HTMLElement} */ (one),
    );
    root.classList.add("alive");
    const chips = items.map(
      (_, i) => `<button type="button" class="chip" tabindex="-1" data-at="${i}">${i + 1}</button>`,
    );
    this.part(".jump").innerHTML = chips.join("");
    // The list of names that belongs to this sheet's field, whatever other sheets there are.
    const id = `labelling-${Math.random().toString(36).slice(2)}`;
    this.part("datalist").id = id;
    this.part(".typing input").setAttribute("list", id);
  }

  /** @param {string} selector */
  part(selector) {
    return /** @type {HTMLElement} */ (this.root.querySelector(selector));
  }

  /**
   * Shows one picture.
   * @param {number} at @param {(string | undefined)[]} labels of all pictures @param {string[]} classNames
   */
  draw(at, labels, classNames) {
    const { length } = this.items;
    const nNamed = labels.filter(Boolean).length;
    const where = `Picture ${at + 1} of ${length}`;
    const label = labels[at];
    this.pictures.forEach((picture, i) => {
      picture.hidden = i !== at;
    });
    const progress = /** @type {HTMLProgressElement} */ (this.part("progress"));
    progress.max = length;
    progress.value = nNamed;
    this.part(".count").textContent = `${nNamed} of ${length} named`;
    this.part(".where").textContent = label ? `${where}: ${label}` : where;
    this.part(".about").textContent = this.items[at].about;
    this.part(".finished").textContent =
      nNamed === length ? "All are named: run the cells below." : "";
    this.part(".picture").setAttribute(
      "aria-label",
      `${where}, ${label ?? "no name yet"}: press the key of its class`,
    );
    this.#drawChips(at, labels);
    this.#drawClasses(label, labels, classNames);
  }

  /** @param {number} at @param {(string | undefined)[]} labels */
  #drawChips(at, labels) {
    this.part(".jump")
      .querySelectorAll("button")
      .forEach((chip, i) => {
        const label = labels[i];
        chip.className = `chip ${label ? (label === UNSURE ? "unsure" : "named") : ""}`;
        chip.toggleAttribute("aria-current", i === at);
        chip.tabIndex = i === at ? 0 : -1;
        chip.title = chip.ariaLabel = `picture ${i + 1}: ${label ?? "no name yet"}`;
      });
  }

  /** @param {string | undefined} current @param {(string | undefined)[]} labels @param {string[]} classNames */
  #drawClasses(current, labels, classNames) {
    const keys = keysOf(classNames);
    const buttons = classNames.map((name, i) =>
      classButton(name, keys[i], name === current, labels.filter((one) => one === name).length),
    );
    this.part(".classes").replaceChildren(...buttons);
    this.part(".unsure-key").setAttribute("aria-pressed", String(current === UNSURE));
    const options = classNames.map((name) =>
      Object.assign(document.createElement("option"), { value: name }),
    );
    this.part("datalist").replaceChildren(...options);
  }

  /** What has just happened, for the ear. @param {string} news */
  tell(news) {
    this.part(".news").textContent = news;
  }

  /** @param {StoreState} state how the labels' file stands @param {string} elsewhere why this window rests */
  drawState({ saved, text, isHopeless }, elsewhere) {
    const status = this.part(".status");
    if (status.textContent !== text) status.textContent = text;
    status.classList.toggle("bad", !saved);
    this.part(".copy").hidden = saved;
    this.part(".by-hand").hidden = !isHopeless;
    this.part(".elsewhere").hidden = elsewhere === "";
    this.part(".elsewhere span").textContent = elsewhere;
    this.root.classList.toggle("resting", elsewhere !== "");
  }

  /** Text for the clipboard; where there is none, to be copied by hand. @param {string} text */
  async copy(text) {
    const area = /** @type {HTMLTextAreaElement} */ (this.part("textarea"));
    area.hidden = false;
    area.value = text;
    area.select();
    await navigator.clipboard?.writeText(text).catch(() => {});
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
