// The form that starts a scan.

import { byId, setAttribute, setText } from "../dom.js";
import { bytes } from "../format.js";
import { keepable, recall, remember } from "../memory.js";
import { CodesInput } from "./codes-input.js";
import { SourceChoice } from "./source.js";

/** Errors of the server that are about the source rather than the codes. */
const sourceErrors = /source|folder|drawing|upload|drive|link|not_found/;
const codeErrors = /code/;

export class ScanForm {
  #source = new SourceChoice(() => this.#edited("source"));
  #codes = new CodesInput(() => this.#edited("codes"));
  #config = null;
  #uploading = null;
  #actions;

  /**
   * @param {object} actions `api`; `start(request, known)` sends it and answers whether it went
   *   out, `known` being the codes where this page knows them all, else null; `cancel()`
   */
  constructor(actions) {
    this.#actions = actions;
    byId("scan-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    byId("cancel").addEventListener("click", () => this.#cancel());
    byId("scan-form").addEventListener("keydown", (event) => {
      const submits = event.key === "Enter" && (event.ctrlKey || event.metaKey);
      if (submits && !byId("start").disabled) byId("scan-form").requestSubmit();
    });
    byId("demo-codes").addEventListener("click", () => this.#fillDemoCodes());
    const kept = recall("form", {});
    this.#source.restore(kept.source ?? { kind: "demo" });
    this.#codes.restore(kept.codes ?? {});
  }

  setConfig(config) {
    const kept = recall("form", {});
    this.#config = config;
    this.#source.setConfig(config);
    byId("demo-codes").hidden = !config.demo_codes?.length;
    if (kept.source) this.#source.restore(kept.source);
    if (!kept.codes?.mode && config.matching?.mode) {
      this.#codes.restore({ text: this.#codes.text, mode: config.matching.mode });
    }
  }

  #fillDemoCodes() {
    this.#codes.restore({ text: this.#config.demo_codes.join("\n"), mode: this.#codes.mode });
    byId("codes").scrollTop = 0;
  }

  /** Shows what can be done while a scan of this page is in `state`. */
  show(state, { running, connected }) {
    const busy = running || this.#uploading !== null;
    byId("scan-fields").disabled = busy;
    byId("start").hidden = busy;
    byId("cancel").hidden = !busy;
    byId("cancel").disabled = state.cancelling || state.status === "STARTING";
    setText(byId("cancel"), state.cancelling ? "Cancelling…" : this.#uploading ? "Stop upload" : "Cancel scan");
    byId("start").disabled = !connected;
    byId("start-note").hidden = connected || busy;
  }

  /** Shows why the server did not start the scan, beside the field it is about. */
  refuse({ code, message }) {
    if (/upload/.test(code)) this.#source.forgetUpload();
    if (sourceErrors.test(code)) this.#complain("source", message, this.#source.field);
    else if (codeErrors.test(code)) this.#complain("codes", message, byId("codes"));
    else this.#complain("start", message, byId("start"));
  }

  async #submit() {
    if (this.#uploading || !this.#valid()) return;
    remember("form", {
      source: this.#source.choice,
      codes: { text: keepable(this.#codes.text), mode: this.#codes.mode },
    });
    try {
      const request = await this.#request();
      if (request && this.#fits(request)) this.#send(request);
    } catch (error) {
      if (error.name !== "AbortError") this.refuse({ code: error.code ?? "", message: error.message });
    } finally {
      this.#uploading = null;
      byId("upload-progress").hidden = true;
      this.#actions.changed();
    }
  }

  #valid() {
    this.#edited("source");
    this.#edited("codes");
    const wrongSource = this.#source.complaint;
    const wrongCodes = this.#codes.complaint;
    if (wrongCodes) this.#complain("codes", wrongCodes, byId("codes"));
    if (wrongSource) this.#complain("source", wrongSource, this.#source.field);
    return !wrongSource && !wrongCodes;
  }

  async #request() {
    const codes = await this.#codes.request();
    this.#uploading = new AbortController();
    this.#actions.changed();
    const progress = (sent, total) => this.#showUpload(sent, total);
    const source = await this.#source.request(this.#actions.api, progress, this.#uploading.signal);
    return { ...source, ...codes };
  }

  /** Whether the message stays under what the server takes. */
  #fits(request) {
    const limit = this.#config?.max_message_bytes;
    const size = new Blob([JSON.stringify(request)]).size;
    if (!limit || size < limit) return true;
    this.#complain("codes",
      `These codes are ${bytes(size)}; the server takes ${bytes(limit)} in one message. Split the list.`,
      byId("codes"));
    return false;
  }

  #send(request) {
    const known = this.#codes.hasFile ? null : this.#codes.codes;
    if (!this.#actions.start(request, known)) {
      this.#complain("start", "There is no connection to the server. Start again when it is back.", byId("start"));
    }
  }

  #cancel() {
    if (this.#uploading) this.#uploading.abort();
    else this.#actions.cancel();
  }

  #showUpload(sent, total) {
    byId("upload-progress").hidden = false;
    const part = total > 0 ? sent / total : 0;
    byId("upload-bar").value = part;
    const done = part >= 1 ? "Uploaded; the server is unpacking" : `Uploading ${Math.floor(part * 100)} %`;
    setText(byId("upload-state"), `${done} (${bytes(sent)} of ${bytes(total)})`);
  }

  #complain(field, message, element) {
    const place = byId(`${field}-error`);
    setText(place, message);
    place.hidden = false;
    setAttribute(element, "aria-invalid", "true");
    element.focus();
  }

  #edited(field) {
    byId("start-error").hidden = true;
    byId(`${field}-error`).hidden = true;
    const group = byId(`${field}-group`);
    for (const element of group.querySelectorAll("[aria-invalid]")) element.removeAttribute("aria-invalid");
  }
}
