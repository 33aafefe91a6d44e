// Runs in the page, not in the kernel: keeps labels in a file beside the notebook, through the
// interface by which JupyterLab itself saves files.

/** Milliseconds until a server that did not answer is asked again. */
const RETRY_MS = 3000;

/** The labels of one file: what is in it, and what is on its way there. */
class LabelStore {
  /** @type {Rows} what the file holds, as far as is known */
  rows = new Map();
  /** @type {Map<string, Row | undefined>} what it does not hold yet; undefined: a label taken back */
  waiting = new Map();
  /** @type {string | undefined} the text that was last read or written */
  #text;
  #isSaving = false;

  /**
   * @param {string} file its path from the notebook's folder
   * @param {Element} root where the page stands, from which the notebook's own path is found
   * @param {(state: { saved: boolean, text: string, isHopeless?: boolean }) => void} tell hears how it stands
   */
  constructor(file, root, tell) {
    this.file = file;
    this.root = root;
    this.tell = tell;
    this.keep = `labelling:${location.pathname.replace(/\/lab.*/, "")}:${file}`;
  }

  /** What is known of an image. @param {string} hash */
  get(hash) {
    return this.waiting.has(hash) ? this.waiting.get(hash) : this.rows.get(hash);
  }

  /** Sets an image's row, or takes it back. @param {string} hash @param {Row | undefined} row */
  set(hash, row) {
    this.waiting.set(hash, row);
    this.#remember();
    void this.save();
  }

  /** All rows, those on their way too. */
  all() {
    /** @type {Rows} */
    const all = new Map(this.rows);
    for (const [hash, row] of this.waiting) {
      if (row) all.set(hash, row);
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
    if (this.#isSaving) return;
    this.#isSaving = true;
    try {
      do await this.#saveOnce();
      while (this.waiting.size > 0);
      this.tell({ saved: true, text: `saved in ${this.file}` });
    } catch (error) {
      const { message, isHopeless } = /** @type {Error & { isHopeless?: boolean }} */ (error);
      this.tell({ saved: false, text: `not saved: ${message}`, isHopeless });
      if (!isHopeless) setTimeout(() => this.save(), RETRY_MS);
    } finally {
      this.#isSaving = false;
    }
  }

  async #saveOnce() {
    const sent = new Map(this.waiting);
    const text = await this.#read();
    if (text !== this.#text) this.rows = this.#parse(text);
    this.#text = text;
    if (sent.size === 0) return;
    const rows = this.all();
    const content = printLabels(rows);
    if (text !== "") await this.#write(`${this.file}.bak`, text);
    await this.#write(this.file, content);
    this.rows = rows;
    this.#text = content;
    for (const [hash, row] of sent) if (this.waiting.get(hash) === row) this.waiting.delete(hash);
    this.#remember();
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

  async #read() {
    const response = await this.#ask(this.file, "?type=file&format=text&content=1");
    if (response.status === 404) return "";
    return (await this.#answer(response)).content;
  }

  /** @param {string} file @param {string} content */
  async #write(file, content) {
    const body = JSON.stringify({ type: "file", format: "text", content });
    await this.#answer(await this.#ask(file, "", { method: "PUT", body }));
  }

  /** @param {Response} response */
  async #answer(response) {
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    if (response.status === 403) throw new Error("the server wants a login: reload this page");
    throw new Error(answer.message || `the server answers ${response.status}`);
  }

  /** @param {string} file @param {string} query @param {RequestInit} [request] */
  async #ask(file, query, request) {
    const config = document.getElementById("jupyter-config-data")?.textContent;
    if (!config) throw hopeless("this page is not JupyterLab's");
    const { baseUrl, token } = JSON.parse(config);
    const path = pathOf(file, this.root).split("/").map(encodeURIComponent).join("/");
    const [, xsrf = ""] = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/) ?? [];
    const headers = {
      "Content-Type": "application/json",
      "X-XSRFToken": xsrf,
      ...(token ? { Authorization: `token ${token}` } : {}),
    };
    try {
      return await fetch(`${baseUrl}api/contents/${path}${query}`, {
        ...request,
        headers,
        cache: "no-store",
      });
    } catch {
      throw new Error("the server does not answer; the labels wait here, and are tried again");
    }
  }
}

/** @param {string} message of what trying again will not mend */
function hopeless(message) {
  return Object.assign(new Error(message), { isHopeless: true });
}

/**
 * A file's path from the server's root.
 * @param {string} file its path from the notebook's folder
 * @param {Element} root something in the notebook
 */
function pathOf(file, root) {
  const parts = notebookPath(root).split("/").slice(0, -1);
  for (const part of file.split("/")) {
    if (part === "..") {
      if (parts.length === 0) throw hopeless(`${file} lies outside of what the server serves`);
      parts.pop();
    } else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** The notebook's path, from its tab or from the page's address. @param {Element} root */
function notebookPath(root) {
  const { id = "" } = root.closest(".jp-NotebookPanel") ?? {};
  const tab = id ? document.querySelector(`.lm-TabBar-tab[data-id="${id}"]`) : undefined;
  const [, titled] = tab?.getAttribute("title")?.match(/^Path: (.*)$/m) ?? [];
  const [, addressed] = location.pathname.match(/\/(?:tree|notebooks)\/(.+\.ipynb)$/) ?? [];
  const path = titled ?? (addressed && decodeURIComponent(addressed));
  if (!path) throw hopeless("this page does not tell where its notebook lies");
  // With real-time collaboration, paths begin with the name of a drive.
  return path.replace(/^\w+:/, "");
}
