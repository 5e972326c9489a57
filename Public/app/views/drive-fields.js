// Link and token of Google Drive: judged as one types. The token is kept nowhere.

import { byId, setText } from "../dom.js";
import { readDriveLink, readToken } from "../drive-link.js";

const kinds = { folder: "Folder", file: "File", id: "Id" };

export class DriveFields {
  /** Whether the server has credentials of its own. */
  #stored = false;

  /** @param {() => void} changed called after each change */
  constructor(changed) {
    for (const field of ["drive-link", "drive-token"]) {
      byId(field).addEventListener("input", () => {
        this.#judge();
        changed();
      });
    }
  }

  setConfig(config) {
    this.#stored = config.drive?.stored_credentials === true;
    byId("drive-stored").hidden = !this.#stored;
    byId("drive-token-optional").hidden = !this.#stored;
    this.#judge();
  }

  get link() {
    return byId("drive-link").value.trim();
  }

  set link(text) {
    byId("drive-link").value = text;
    this.#judge();
  }

  /** What is wrong, in words that say what to do, and the field it is about; null when nothing is. */
  get complaint() {
    if (this.link === "") return { field: "drive-link", text: "Paste the link of a shared folder or file." };
    if (readDriveLink(this.link) === null) {
      return { field: "drive-link", text: "This is no link of Google Drive: copy it with Share, Copy link." };
    }
    const token = byId("drive-token").value;
    if (token.trim() === "") {
      return this.#stored ? null : { field: "drive-token", text: "Paste an access token: this server has none of its own." };
    }
    return readToken(token) === null
      ? { field: "drive-token", text: "This can be no token: it is one word, as Google gave it." } : null;
  }

  get request() {
    const token = readToken(byId("drive-token").value);
    return { drive_link: this.link, ...(token === null ? {} : { token }) };
  }

  #judge() {
    const link = readDriveLink(this.link);
    const isEmpty = this.link === "";
    const note = isEmpty ? "" : link === null ? "Not a link of Google Drive yet" : `${kinds[link.kind]} ${link.id}`;
    show("drive-link-note", note, isEmpty ? "" : link === null ? "bad" : "good");
    const token = byId("drive-token").value;
    const wrong = token.trim() !== "" && readToken(token) === null;
    show("drive-token-note", wrong ? "A token is one word without blanks" : "", wrong ? "bad" : "");
  }
}

function show(id, text, state) {
  setText(byId(id), text);
  byId(id).dataset.state = state;
}
