// Which codes are looked for: the second half of the form.

import { byId, setText } from "../dom.js";
import { longestCode, readCodes } from "../codes.js";
import { acceptFiles, base64, codeListExtensions, hasExtension } from "../files.js";
import { bytes, counted, number } from "../format.js";

/** How long typing rests before the codes are counted, in ms. */
const countDelay = 120;

/** Pasted texts longer than this, in characters, are held beside the field: it can't show them fast. */
const heldLength = 60_000;

const modeHints = {
  word: "BC is found in Code-BC and (bc), not in BCA.",
  token: "Like whole word, but - . / join: BC is not found in Code-BC.",
  substring: "BC is found wherever these letters stand, in ABCD too.",
};

export class CodesInput {
  #file = null;
  #held = "";
  #parsed = readCodes("");
  #timer = null;
  #changed;

  /** @param {() => void} changed called after each change */
  constructor(changed) {
    this.#changed = changed;
    byId("codes").addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#count(), countDelay);
    });
    byId("codes").addEventListener("paste", (event) => this.#paste(event));
    byId("codes-held-remove").addEventListener("click", () => this.#hold(""));
    acceptFiles(byId("codes-zone"), (files) => this.#take(files));
    byId("codes-file-remove").addEventListener("click", () => this.#setFile(null));
    for (const radio of document.querySelectorAll('input[name="mode"]')) {
      radio.addEventListener("change", () => this.#showMode());
    }
    this.#count();
    this.#showMode();
  }

  get text() {
    return byId("codes").value;
  }

  get mode() {
    return document.querySelector('input[name="mode"]:checked').value;
  }

  /** The pasted codes; those of a file are known to the server alone. */
  get codes() {
    return this.#parsed.codes;
  }

  get hasFile() {
    return this.#file !== null;
  }

  restore({ text, mode }) {
    byId("codes").value = text ?? "";
    const radio = document.querySelector(`input[name="mode"][value="${CSS.escape(mode ?? "")}"]`);
    if (radio) radio.checked = true;
    this.#count();
    this.#showMode();
  }

  /** What is wrong, in words that say what to do; null when nothing is. */
  get complaint() {
    this.#count();
    const { codes, tooLong } = this.#parsed;
    if (tooLong !== null) {
      return `The code that begins “${tooLong.slice(0, 24)}…” is longer than ${number(longestCode)} characters. Shorten or remove it.`;
    }
    if (codes.length === 0 && !this.#file) return "Enter at least one code, one a line, or add a file with codes.";
    return null;
  }

  /** The codes' part of `start_scan`. */
  async request() {
    const request = { match: { mode: this.mode } };
    if (this.codes.length > 0) request.target_hole_codes = this.codes;
    if (this.#file) request.file_content = await base64(this.#file);
    return request;
  }

  #paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.length <= heldLength) return;
    event.preventDefault();
    this.#hold(`${this.#held}\n${text}`);
  }

  /** Keeps codes that the field does not show. */
  #hold(text) {
    this.#held = text;
    byId("codes-held").hidden = text === "";
    if (text !== "") setText(byId("codes-held-name"), `${counted(readCodes(text).codes.length, "pasted code")}`);
    this.#count();
  }

  #take(files) {
    const [first] = files;
    if (!first) return;
    if (!hasExtension(first.file.name, codeListExtensions)) {
      this.#note(`${first.file.name} is no code list: add an .xlsx, .csv or .txt file.`);
      return;
    }
    this.#setFile(first.file);
    if (files.length > 1) this.#note("One file at a time: the first one was taken.");
  }

  #setFile(file) {
    this.#file = file;
    byId("codes-file").hidden = file === null;
    byId("codes-pick").hidden = file !== null;
    if (file) setText(byId("codes-file-name"), `${file.name} · ${bytes(file.size)}`);
    this.#note(file ? "The codes of the file are counted when the scan starts." : "");
    this.#changed();
  }

  #note(text) {
    setText(byId("codes-note"), text);
  }

  #count() {
    clearTimeout(this.#timer);
    this.#parsed = readCodes(this.#held === "" ? this.text : `${this.#held}\n${this.text}`);
    const { codes, duplicates } = this.#parsed;
    const left = duplicates.length > 0 ? `, ${counted(duplicates.length, "duplicate")}` : "";
    setText(byId("codes-count"), `${counted(codes.length, "code")}${left}`);
    byId("codes-count").title = duplicates.length > 0 ? `Left out: ${duplicates.slice(0, 20).join(", ")}` : "";
    this.#changed();
  }

  #showMode() {
    setText(byId("mode-hint"), modeHints[this.mode]);
    this.#changed();
  }
}
