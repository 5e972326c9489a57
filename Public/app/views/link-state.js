// The connection indicator.

import { byId, setText } from "../dom.js";

export class LinkState {
  #connection;

  constructor(connection) {
    this.#connection = connection;
    byId("retry").addEventListener("click", () => connection.retry());
  }

  show(now) {
    const { phase, retryAt } = this.#connection.state;
    const offline = phase !== "connected" && navigator.onLine === false;
    const shown = offline ? "offline" : phase;
    byId("connection").dataset.phase = shown;
    byId("retry").hidden = phase !== "waiting";
    const seconds = Math.max(1, Math.ceil(((retryAt ?? now) - now) / 1000));
    const texts = {
      connecting: "Connecting…",
      connected: "Connected",
      waiting: `Reconnecting in ${seconds} s`,
      offline: "Offline",
    };
    setText(byId("connection-text"), texts[shown]);
  }
}
