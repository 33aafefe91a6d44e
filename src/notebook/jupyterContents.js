// Runs in the page, not in the kernel: files beside the notebook, through the interface by which
// JupyterLab itself saves files.

/** Files, by their paths from the notebook's folder. */
class JupyterContents {
  /** @type {string | undefined} the notebook's own path, as far as the page has told it */
  #notebook;

  /**
   * The text of a file; "" where there is none yet.
   * @param {string} file @param {Element} root something in the notebook, which tells where that lies
   */
  async read(file, root) {
    const response = await this.#ask(file, root, "?type=file&format=base64&content=1");
    if (response.status === 404) return "";
    const bytes = atob((await answerOf(response)).content);
    return decodedText(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
  }

  /** @param {string} file @param {Element} root as above @param {string} content */
  async write(file, root, content) {
    const body = JSON.stringify({ type: "file", format: "text", content });
    await answerOf(await this.#ask(file, root, "", { method: "PUT", body }));
  }

  /** @param {string} file @param {Element} root @param {string} query @param {RequestInit} [request] */
  async #ask(file, root, query, request) {
    const config = document.getElementById("jupyter-config-data")?.textContent;
    if (!config) throw hopeless("this page is not JupyterLab's");
    const { baseUrl, token } = JSON.parse(config);
    // An output that is scrolled out of sight may not stand in the page.
    this.#notebook = notebookPath(root) ?? this.#notebook;
    const path = pathOf(file, this.#notebook).split("/").map(encodeURIComponent).join("/");
    const [, xsrf = ""] = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/) ?? [];
    const headers = {
      "Content-Type": "application/json",
      "X-XSRFToken": xsrf,
      ...(token ? { Authorization: `token ${token}` } : {}),
    };
    const address = `${baseUrl}api/contents/${path}${query}`;
    try {
      return await fetch(address, { ...request, headers, cache: "no-store" });
    } catch {
      throw new Error("the server does not answer; the labels wait here, and are tried again");
    }
  }
}

/** The text of a file as spreadsheets save it; its mark stays. @param {Uint8Array} bytes */
function decodedText(bytes) {
  const [first, second] = bytes;
  const options = { fatal: true, ignoreBOM: true };
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le", options).decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be", options).decode(bytes);
  try {
    return new TextDecoder("utf-8", options).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** @param {Response} response */
async function answerOf(response) {
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  if (response.status === 403) throw new Error("the server wants a login: reload this page");
  throw new Error(answer.message || `the server answers ${response.status}`);
}

/** @param {string} message of what trying again will not mend */
function hopeless(message) {
  return Object.assign(new Error(message), { isHopeless: true });
}

/** A file's path from the server's root. @param {string} file @param {string} [notebook] */
function pathOf(file, notebook) {
  if (!notebook) throw hopeless("this page does not tell where its notebook lies");
  const parts = notebook.split("/").slice(0, -1);
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
  // With real-time collaboration, paths begin with the name of a drive.
  return path?.replace(/^\w+:/, "");
}
