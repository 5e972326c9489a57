// Past scans: a list to open and delete from.

import { byId, h, icon, setAttribute, setText } from "../dom.js";
import { dateTime, number } from "../format.js";

const labels = {
  IN_PROGRESS: "Running",
  PAUSED: "Paused",
  COMPLETE: "Complete",
  CANCELLED: "Cancelled",
  FAILED: "Failed",
};

export class History {
  #api;
  #actions;
  #sessions = [];
  #cursor = null;
  #current = null;
  #asking = null;
  #loading = 0;

  /** @param {{open(id), deleting(id), deleted(id)}} actions */
  constructor(api, actions) {
    this.#api = api;
    this.#actions = actions;
    byId("history-more").addEventListener("click", () => this.#load(this.#cursor));
    byId("history-refresh").addEventListener("click", () => this.refresh());
  }

  /** Loads the newest page again. */
  refresh() {
    return this.#load(null);
  }

  /** Marks the session in view. */
  setCurrent(id) {
    if (this.#current === id) return;
    this.#current = id;
    this.#draw();
  }

  async #load(cursor) {
    const turn = (this.#loading += 1);
    try {
      const page = await this.#api.sessions(cursor);
      if (turn !== this.#loading) return;
      this.#sessions = cursor === null ? page.sessions : [...this.#sessions, ...page.sessions];
      this.#cursor = page.next_cursor ?? null;
      this.#say(this.#sessions.length === 0 ? "No scans yet. The ones you run are kept here." : "");
    } catch (error) {
      this.#say(error.message);
    }
    this.#draw();
  }

  #say(text) {
    setText(byId("history-note"), text);
    byId("history-note").hidden = text === "";
  }

  #draw() {
    byId("history-list").replaceChildren(...this.#sessions.map((session) => this.#item(session)));
    byId("history-more").hidden = this.#cursor === null;
  }

  #item(session) {
    const id = session.session_id;
    const open = h("button", { type: "button", class: "past", on: { click: () => this.#actions.open(id) } },
      h("span", { class: "past-title" }, sourceName(session)),
      h("span", { class: `past-status ${session.status}` }, labels[session.status] ?? session.status),
      h("span", { class: "past-facts" }, facts(session)));
    setAttribute(open, "aria-current", id === this.#current ? "true" : null);
    return h("li", { data: { session: id } }, open, ...this.#deletion(session));
  }

  /** The delete button, or the question whether it is meant. */
  #deletion(session) {
    const id = session.session_id;
    if (session.status === "IN_PROGRESS" || session.status === "PAUSED") return [];
    if (this.#asking !== id) {
      const label = `Delete the scan of ${sourceName(session)}`;
      return [h("button", { type: "button", class: "icon-button", title: label, "aria-label": label,
        on: { click: () => this.#ask(id) } }, icon("trash"))];
    }
    return [h("div", { class: "confirm", role: "group", "aria-label": "Delete this scan?" },
      h("span", {}, "Delete it and its workbook?"),
      h("button", { type: "button", class: "small danger", on: { click: () => this.#delete(id) } }, "Delete"),
      h("button", { type: "button", class: "small", on: { click: () => this.#ask(null, id) } }, "Keep"))];
  }

  #ask(id, back = null) {
    this.#asking = id;
    this.#draw();
    const item = byId("history-list").querySelector(`[data-session="${CSS.escape(id ?? back)}"]`);
    item?.querySelector(id ? ".confirm button" : ".icon-button")?.focus();
  }

  async #delete(id) {
    this.#asking = null;
    this.#actions.deleting(id);
    try {
      await this.#api.deleteSession(id);
      this.#sessions = this.#sessions.filter((session) => session.session_id !== id);
      this.#actions.deleted(id);
      this.#say(this.#sessions.length === 0 ? "No scans yet. The ones you run are kept here." : "");
    } catch (error) {
      this.#say(error.message);
      if (id === this.#current) this.#actions.open(id);
    }
    this.#draw();
  }
}

/** What was scanned, by the name that the server gives it. */
function sourceName(session) {
  return session.source || "Scan";
}

function facts(session) {
  const begun = Date.parse(session.created_at);
  const found = session.total_matches ?? 0;
  const parts = [`${number(found)} of ${number(session.total_files ?? 0)} with codes`];
  if (!Number.isNaN(begun)) parts.unshift(dateTime(begun));
  return parts.join(" · ");
}
