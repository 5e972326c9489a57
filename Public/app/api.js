// The server's HTTP routes (contract §4).

/** An answer that is not 2xx, or none at all (`status` 0), with a message for people. */
export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Rows asked for in one page. */
const pageSize = 1000;

export class Api {
  #base;

  /** @param {string} base the server's URL, ending in a slash */
  constructor(base) {
    this.#base = base;
  }

  get base() {
    return this.#base;
  }

  config() {
    return this.#json("api/config");
  }

  session(id, signal) {
    return this.#json(`api/sessions/${encodeURIComponent(id)}`, {}, { signal });
  }

  /** One page of past sessions, newest first. */
  sessions(cursor = null, limit = 20) {
    return this.#json("api/sessions", { limit, cursor });
  }

  /** One page of a session's drawings; `filter` is matched, problems or all. */
  results(id, { filter, cursor = null, code = null, limit = pageSize }, signal) {
    return this.#json(`api/sessions/${encodeURIComponent(id)}/results`, {
      limit, filter, cursor, code,
    }, { signal });
  }

  deleteSession(id) {
    return this.#json(`api/sessions/${encodeURIComponent(id)}`, {}, { method: "DELETE" });
  }

  /**
   * Uploads drawings in one request.
   * @param {{file: File, path: string}[]} files
   * @param {(sent: number, total: number) => void} progress in bytes
   * @param {AbortSignal} signal
   * @returns {Promise<{upload_id: string, files: number}>}
   */
  upload(files, progress, signal) {
    const form = new FormData();
    for (const { file, path } of files) form.append("files", file, path);
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", new URL("api/uploads", this.#base));
      request.upload.onprogress = (event) => progress(event.loaded, event.total);
      request.onload = () => settle(request.status, request.responseText, resolve, reject);
      request.onerror = () => reject(unreachable());
      request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
      signal.addEventListener("abort", () => request.abort());
      request.send(form);
    });
  }

  async #json(path, query = {}, options = {}) {
    const url = new URL(path, this.#base);
    for (const [name, value] of Object.entries(query)) {
      if (value !== null && value !== undefined) url.searchParams.set(name, value);
    }
    const response = await fetch(url, options).catch(() => {
      throw unreachable();
    });
    const body = await response.text();
    return new Promise((resolve, reject) => settle(response.status, body, resolve, reject));
  }
}

function unreachable() {
  return new ApiError(0, "unreachable", "The server can't be reached.");
}

function settle(status, body, resolve, reject) {
  let value = {};
  try {
    value = body === "" ? {} : JSON.parse(body);
  } catch {
    reject(new ApiError(status, "bad_answer", `The server's answer (${status}) is not JSON.`));
    return;
  }
  if (status >= 200 && status < 300) resolve(value);
  else reject(new ApiError(status, value.code, value.message ?? `The server answered ${status}.`));
}
