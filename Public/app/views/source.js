// Where the drawings come from: the first half of the form.

import { byId, h, icon, setText } from "../dom.js";
import { acceptFiles, hasExtension } from "../files.js";
import { bytes, counted } from "../format.js";
import { DriveFields } from "./drive-fields.js";

export class SourceChoice {
  #files = [];
  #upload = null;
  #config = null;
  /** Extensions of what may be uploaded; the server says which it reads. */
  #extensions = [".pdf", ".zip"];
  #changed;
  #drive;

  /** @param {() => void} changed called after each change */
  constructor(changed) {
    this.#changed = changed;
    this.#drive = new DriveFields(changed);
    for (const radio of this.#radios) radio.addEventListener("change", () => this.#showPanel());
    acceptFiles(byId("upload-zone"), (files) => this.#add(files));
    acceptFiles(byId("upload-folder"), (files) => this.#add(files));
    byId("upload-clear").addEventListener("click", () => this.#clear());
    byId("folder-name").addEventListener("change", changed);
    byId("folder-path").addEventListener("input", changed);
    this.#showFiles();
  }

  get #radios() {
    return document.querySelectorAll('input[name="source"]');
  }

  get kind() {
    return document.querySelector('input[name="source"]:checked')?.value ?? "demo";
  }

  /** Brings the choices in line with what the server offers. */
  setConfig(config) {
    this.#config = config;
    this.#setExtensions(config.extensions ?? ["pdf"]);
    this.#offer("demo", config.demo_files > 0, `${counted(config.demo_files, "generated isometric")}, to try it out`,
      "Not offered by this server");
    this.#offer("folder", config.folders.length > 0, "Drawings that lie on the server",
      "None is set up: name one under sources.folders");
    this.#drive.setConfig(config);
    this.#offer("drive", config.features?.drive === true, "A shared folder or file", "Not available yet");
    const select = byId("folder-name");
    const chosen = select.value;
    select.replaceChildren(...config.folders.map((name) => h("option", { value: name }, name)));
    if (config.folders.includes(chosen)) select.value = chosen;
    if (document.querySelector('input[name="source"]:checked')?.disabled) this.select("upload");
  }

  #setExtensions(names) {
    this.#extensions = [...names.map((name) => `.${name.replace(/^\./, "")}`), ".zip"];
    byId("upload-input").accept = this.#extensions.join(",");
  }

  #offer(kind, available, hint, otherwise) {
    const radio = document.querySelector(`input[name="source"][value="${kind}"]`);
    radio.disabled = !available;
    setText(byId(`source-${kind}-hint`), available ? hint : otherwise);
  }

  select(kind) {
    const radio = document.querySelector(`input[name="source"][value="${kind}"]`);
    if (radio && !radio.disabled) radio.checked = true;
    this.#showPanel();
  }

  /** What is to be kept for the next visit. */
  get choice() {
    return {
      kind: this.kind, folder: byId("folder-name").value, path: byId("folder-path").value, link: this.#drive.link,
    };
  }

  restore({ kind, folder, path, link }) {
    if (link) this.#drive.link = link;
    if (folder) byId("folder-name").value = folder;
    byId("folder-path").value = path ?? "";
    this.select(kind);
  }

  /** What is wrong with the choice, in words that say what to do; null when nothing is. */
  get complaint() {
    if (this.kind === "folder" && !byId("folder-name").value) return "Choose a folder.";
    if (this.kind === "drive") return this.#drive.complaint?.text ?? null;
    if (this.kind !== "upload") return null;
    if (this.#files.length === 0) return "Add at least one PDF or ZIP file.";
    const limit = this.#config?.max_upload_bytes;
    if (limit && this.#size > limit) {
      return `These files are ${bytes(this.#size)}; the server takes ${bytes(limit)} at once. Remove some, or use a server folder.`;
    }
    return null;
  }

  /** The field that `complaint` is about. */
  get field() {
    const drive = this.#drive.complaint?.field ?? "drive-link";
    const fields = { folder: "folder-name", upload: "upload-input", drive };
    return byId(fields[this.kind] ?? "source-demo");
  }

  /**
   * The source's part of `start_scan`; drawings are uploaded first, once.
   * @param {Api} api
   * @param {(sent: number, total: number) => void} progress in bytes
   * @param {AbortSignal} signal
   */
  async request(api, progress, signal) {
    if (this.kind === "folder") {
      const path = byId("folder-path").value.trim().replace(/^\/+|\/+$/g, "");
      const name = byId("folder-name").value;
      return { folder: path === "" ? name : `${name}/${path}` };
    }
    if (this.kind === "drive") return this.#drive.request;
    if (this.kind !== "upload") return {};
    this.#upload ??= (await api.upload(this.#files, progress, signal)).upload_id;
    return { upload_id: this.#upload };
  }

  /** The server no longer has the upload: the next start sends the files again. */
  forgetUpload() {
    this.#upload = null;
  }

  get #size() {
    return this.#files.reduce((sum, { file }) => sum + file.size, 0);
  }

  #showPanel() {
    for (const panel of document.querySelectorAll("[data-source]")) {
      panel.hidden = panel.dataset.source !== this.kind;
    }
    this.#changed();
  }

  #add(files) {
    const drawings = files.filter(({ file }) => hasExtension(file.name, this.#extensions));
    const present = new Set(this.#files.map(({ path }) => path));
    this.#files.push(...drawings.filter(({ path }) => !present.has(path)));
    this.#upload = null;
    this.select("upload");
    this.#showFiles(files.length - drawings.length);
  }

  #clear() {
    this.#files = [];
    this.#upload = null;
    this.#showFiles();
    this.#changed();
  }

  #showFiles(leftOut = 0) {
    const count = this.#files.length;
    byId("upload-list").hidden = count === 0;
    byId("upload-clear").hidden = count === 0;
    const parts = [`${counted(count, "file")}, ${bytes(this.#size)}`];
    if (leftOut > 0) parts.push(`${counted(leftOut, "other file")} left out`);
    setText(byId("upload-summary"), count > 0 || leftOut > 0 ? parts.join(". ") : "");
    const shown = this.#files.slice(0, 4).map(({ path }) => h("li", { title: path }, icon("file"), path));
    if (count > 4) shown.push(h("li", { class: "more" }, `and ${counted(count - 4, "more file", "more files")}`));
    byId("upload-list").replaceChildren(...shown);
  }
}
