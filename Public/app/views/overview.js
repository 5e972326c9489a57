// The head of the page: what the scan is doing, how far it is, and what it found.

import { byId, setAttribute, setText } from "../dom.js";
import { counted, dateTime, duration, number, rate, timeLeft } from "../format.js";
import { isEnded } from "../session.js";

const titles = {
  STARTING: "Starting…",
  IN_PROGRESS: "Scanning",
  PAUSED: "Paused",
  COMPLETE: "Complete",
  CANCELLED: "Cancelled",
  FAILED: "Failed",
};

export class Overview {
  #announced = "";

  /** @param {{download(), close()}} actions */
  constructor(actions) {
    byId("download").addEventListener("click", (event) => {
      event.preventDefault();
      actions.download();
    });
    byId("close-session").addEventListener("click", () => actions.close());
  }

  /**
   * @param {object} state of session.js
   * @param {{matched: number, problems: number, rate: RateWindow, now: number, connected: boolean}} figures
   */
  show(state, figures) {
    const active = state.status !== "IDLE" || state.syncing;
    byId("welcome").hidden = active;
    byId("session").hidden = !active;
    this.#showNotice(state);
    if (!active) {
      document.title = "Isoscan";
      return;
    }
    this.#showHead(state);
    this.#showBar(state);
    this.#showFigures(state, figures);
    this.#announce(state, figures);
  }

  #showHead(state) {
    const title = titles[state.status] ?? "Opening…";
    const listing = state.listing && state.status === "IN_PROGRESS";
    setText(byId("state-title"), listing ? "Scanning, still listing" : title);
    byId("session").dataset.status = state.status;
    setText(byId("state-message"), state.file || state.message);
    byId("state-message").title = state.file || state.message;
    byId("demo-banner").hidden = !state.demo;
    byId("paused-banner").hidden = state.status !== "PAUSED";
    setText(byId("paused-reason"), state.reason || "The scan goes on by itself as soon as it can.");
    const download = byId("download");
    download.hidden = !isEnded(state) || !state.downloadUrl;
    if (state.downloadUrl) download.href = state.downloadUrl;
    byId("close-session").hidden = !isEnded(state);
    const running = state.status === "IN_PROGRESS" && state.total > 0;
    document.title = running ? `${state.percent} % · Isoscan` : `${title} · Isoscan`;
  }

  #showNotice(state) {
    const told = state.error !== null && state.error.stage !== "start" ? state.error.message : "";
    const text = told || (state.status === "FAILED" ? state.message : "");
    byId("notice").hidden = text === "";
    setText(byId("notice-text"), text);
  }

  #showBar(state) {
    const unknown = state.listing || state.status === "STARTING" || state.status === "IDLE";
    const bar = byId("bar");
    bar.classList.toggle("indeterminate", unknown);
    setAttribute(bar, "aria-valuenow", unknown ? null : state.percent);
    setAttribute(bar, "aria-valuetext",
      `${number(state.processed)} of ${counted(state.total, "drawing")}`);
    const part = state.total > 0 ? state.processed / state.total : 0;
    bar.firstElementChild.style.transform = `scaleX(${state.status === "COMPLETE" ? 1 : part})`;
    const listed = state.listing ? `${number(state.total)} listed` : "";
    setText(byId("percent"), unknown ? listed : `${state.percent} %`);
  }

  #showFigures(state, { matched, problems, rate: window, now, connected }) {
    const running = state.status === "IN_PROGRESS";
    setText(byId("stat-processed"), number(state.processed));
    setText(byId("stat-total"), `of ${number(state.total)}${state.listing ? " so far" : ""}`);
    setText(byId("stat-matched"), number(matched));
    const share = state.processed > 0 ? Math.round((100 * matched) / state.processed) : 0;
    setText(byId("stat-share"), state.processed > 0 ? `${share} %` : "");
    setText(byId("stat-problems"), number(problems));
    byId("stat-problems").classList.toggle("some", problems > 0);
    const seconds = this.#elapsed(state, now);
    setText(byId("stat-elapsed"), seconds === null ? "–" : duration(seconds));
    const since = state.startedAt === null ? "" : `since ${dateTime(state.startedAt)}`;
    byId("stat-elapsed").title = since;
    const live = running && connected;
    const pace = live ? window.perSecond(now) : average(state, seconds);
    setText(byId("stat-rate"), pace === null ? "–" : rate(pace));
    byId("stat-rate").title = running ? "Over the last seconds" : "On average";
    const left = live && !state.listing ? window.secondsFor(state.total - state.processed, now) : null;
    byId("stat-left-box").hidden = isEnded(state);
    setText(byId("stat-left"), left === null ? "–" : timeLeft(left));
  }

  #elapsed(state, now) {
    if (state.startedAt === null) return null;
    if (isEnded(state) && state.endedAt === null) return null;
    return ((isEnded(state) ? state.endedAt : now) - state.startedAt) / 1000;
  }

  /** Says aloud each change of state and each quarter, not each drawing. */
  #announce(state, { matched, problems }) {
    const quarter = Math.floor(state.percent / 25) * 25;
    const running = state.status === "IN_PROGRESS";
    const mark = `${state.id} ${state.status} ${running ? quarter : ""}`;
    if (mark === this.#announced || state.syncing) return;
    this.#announced = mark;
    const found = `${counted(matched, "drawing")} with codes, ${counted(problems, "problem")}.`;
    const title = titles[state.status] ?? "";
    setText(byId("announcer"), running ? `Scanning, ${quarter} percent. ${found}` : `${title}. ${found}`);
  }
}

function average(state, seconds) {
  return isEnded(state) && seconds > 0.5 ? state.processed / seconds : null;
}
