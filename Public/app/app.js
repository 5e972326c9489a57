// The dashboard's one place of decisions: messages in, state forward, views drawn.

import { safeLink } from "./address.js";
import { Connection } from "./connection.js";
import { eachPage } from "./feed.js";
import { counted } from "./format.js";
import { Log } from "./log.js";
import { recall, remember } from "./memory.js";
import { NearSet } from "./near.js";
import { RateWindow } from "./rate.js";
import { Refresher } from "./refresher.js";
import { ResultSet } from "./results.js";
import { idle, isEnded, isPassing, isRunning, reduce } from "./session.js";

/** An id for one request, also where `crypto.randomUUID` is missing: pages not served by https. */
function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Silence of a running scan after which its state is asked for, in ms: it may be paused. */
const silence = 4_000;
/** Time after which a session is asked for again that the server could not read, in ms. */
const patience = 4_000;
/** Longest list of codes kept for a reload, in codes. */
const codesKept = 20_000;

export class App {
  state = idle;
  results = new ResultSet();
  problems = new ResultSet();
  near = new NearSet();
  log = new Log();
  rate = new RateWindow();
  /** The codes asked for, or null where this page does not know them. */
  codes = null;
  connection;
  #api;
  #changed;
  #filling = new AbortController();
  #problemPages;
  #nearPages;
  /** The number of drawings with near hits when those were last fetched. */
  #nearFetched = 0;
  #heardAt = 0;
  /** When the server could not read the session in view, or null. */
  #unreadAt = null;
  /** The start_scan that the server has not yet answered. */
  #starting = null;

  /**
   * @param {Api} api
   * @param {() => void} changed called after whatever a view may show has changed
   */
  constructor(api, changed) {
    this.#api = api;
    this.#changed = changed;
    this.#problemPages = new Refresher(api, "problems", (rows) => this.#take(rows, (row) => this.#putProblem(row)));
    this.#nearPages = new Refresher(api, "near", (rows) => this.#take(rows, (row) => this.near.put(row)));
    this.connection = new Connection({
      message: (message) => this.#receive(message),
      state: () => changed(),
      open: () => this.#connected(),
      close: (code) => this.#lost(code),
    });
  }

  get running() {
    return isRunning(this.state);
  }

  get matched() {
    return Math.max(this.results.size, this.state.matched);
  }

  get problemCount() {
    return Math.max(this.problems.size, this.state.problems ?? 0);
  }

  /** Near hits, or the drawings that have some as long as those are not here. */
  get nearCount() {
    return Math.max(this.near.size, this.state.near);
  }

  /** Sends start_scan; false without a connection. */
  start(request, codes) {
    const message = { action: "start_scan", request_id: randomId(), ...request };
    if (!this.connection.send(message)) return false;
    this.#clear();
    this.#starting = message;
    this.codes = codes;
    this.#step({ type: "start" });
    return true;
  }

  cancel() {
    if (this.state.id && this.connection.send({ action: "cancel_scan", session_id: this.state.id })) {
      this.#step({ type: "cancel" });
      this.log.add("info", "Cancelling: drawings that have begun are finished.");
    }
  }

  /** Gives the session in view a new token; false without a connection. */
  renew(token) {
    return this.#reconnect({ token });
  }

  /** Brings a session into view, running or ended. */
  open(id) {
    if (id !== this.state.id) {
      const kept = recall("session");
      const known = kept?.id === id ? kept : null;
      this.#clear();
      this.codes = known?.codes ?? null;
      this.#step({ type: "open", session_id: id, startedAt: known?.startedAt ?? null });
      remember("session", { ...known, id });
    }
    this.#reconnect();
  }

  /** Stops fetching a session's rows, which is about to be deleted; `open` begins again. */
  settle(id) {
    if (id === this.state.id) this.#filling.abort();
  }

  close() {
    this.#clear();
    this.#step({ type: "close" });
    remember("session", null);
  }

  /** Twice a second: what changes without a message. */
  tick(now) {
    if (!this.connection.connected || this.state.status === "STARTING") return;
    if (this.#unreadAt !== null && now - this.#unreadAt > patience) this.#reconnect();
    if (this.running && now - this.#heardAt > silence) this.#refreshState();
    const due = this.#problemPages.due(now);
    if (this.running && due && this.state.processed > 0) this.#refreshProblems();
    if (this.state.near !== this.#nearFetched && this.#nearPages.due(now)) this.#refreshNear();
  }

  /** A link to a drawing that does not expire, or the one from the message. */
  linkTo(row) {
    const lasting = row.number !== null && this.state.id
      ? `open/${encodeURIComponent(this.state.id)}/${row.number}` : row.link;
    return safeLink(lasting, this.#api.base);
  }

  /** A link to the workbook that is valid now. */
  async freshDownload() {
    const session = await this.#api.session(this.state.id);
    this.#step({ type: "session", session_id: this.state.id, session });
    return safeLink(session.download_url ?? this.state.downloadUrl, this.#api.base);
  }

  /** Shows that something asked for did not work. */
  fail(message) {
    this.#step({ type: "failure", message });
  }

  #step(event) {
    this.state = reduce(this.state, event, Date.now());
    this.#changed();
  }

  /** Forgets the session in view, and stops what was being fetched for it. */
  #clear() {
    this.#unreadAt = null;
    this.#renewFilling();
    this.#clearRows();
    this.log.clear();
    this.rate.clear();
    this.codes = null;
    this.#problemPages.reset();
  }

  #clearRows() {
    this.results.clear();
    this.problems.clear();
    this.near.clear();
    this.#nearFetched = 0;
    this.#nearPages.reset();
  }

  /** Stops what is being fetched, and lets what follows be fetched. */
  #renewFilling() {
    this.#filling.abort();
    this.#filling = new AbortController();
  }

  #connected() {
    this.#renewFilling();
    this.log.add("info", "Connected to the server.");
    // Sent again with its request_id, a start that had arrived is answered, not repeated.
    if (this.state.status === "STARTING" && this.#starting) this.connection.send(this.#starting);
    else if (this.state.id) this.#reconnect();
    this.#changed();
  }

  #lost(code) {
    this.#filling.abort();
    this.rate.clear();
    this.log.add("error", `The connection is lost${code ? ` (${code})` : ""}. It comes back by itself; the scan goes on.`);
    this.#step({ type: "lost" });
  }

  #reconnect(fields = {}) {
    const message = { action: "reconnect", session_id: this.state.id, ...fields };
    if (!this.connection.send(message)) return false;
    this.#unreadAt = null;
    this.#step({ type: "open", session_id: this.state.id });
    return true;
  }

  #receive(message) {
    this.#heardAt = Date.now();
    const before = this.state;
    this.state = reduce(before, message, this.#heardAt);
    if (this.state.error?.stage === "open" && before.id !== null) remember("session", null);
    const mine = this.state.id !== null && message.session_id === this.state.id;
    if (mine) this.#act(message, before);
    else if (message.type === "ERROR") this.log.add("error", message.message);
    this.#changed();
  }

  /** What a message of the session in view sets off besides the next state. */
  #act(message, before) {
    const actions = {
      STARTED: () => this.#started(message),
      PROGRESS: () => this.rate.add(this.#heardAt, this.state.processed),
      MATCH_FOUND: () => this.#found(message.data),
      SYNC_STATE: () => this.#synced(message),
      COMPLETE: () => this.#ended(message),
      REPORT_UPDATED: () => this.#reportUpdated(),
      ERROR: () => {
        this.log.add("error", message.message);
        if (isPassing(message)) this.#unreadAt ??= this.#heardAt;
        this.#refreshState();
      },
    };
    actions[message.type]?.();
    if (before.status !== this.state.status && this.state.status === "PAUSED") {
      this.log.add("error", `Paused. ${this.state.reason}`);
    }
  }

  #started(message) {
    this.#starting = null;
    this.#remember();
    this.rate.add(this.#heardAt, 0);
    this.log.add("info", message.message || `Started: ${counted(this.state.total, "drawing")}.`);
  }

  #remember() {
    const codes = this.codes && this.codes.length <= codesKept ? this.codes : null;
    remember("session", { id: this.state.id, startedAt: this.state.startedAt, codes });
  }

  #found(data) {
    if (!data) return;
    this.results.put(data);
    this.log.add("match", `${data.file_name}: ${data.hole_code}`);
  }

  /** Takes the rows that SYNC_STATE brings, and pages on to those that it can't. */
  #synced(message) {
    this.rate.add(this.#heardAt, this.state.processed);
    const rows = Array.isArray(message.results) ? message.results : [];
    for (const row of rows) this.results.put(row);
    this.log.add("info", `In step with the server: ${counted(this.state.processed, "drawing")} done.`);
    this.#renewFilling();
    const complete = rows.every((row) => Array.isArray(row.matches));
    const cursor = message.next_cursor ?? null;
    // Rows without their matches are fetched again from the first page on.
    if (cursor !== null || !complete) this.#fill(complete ? cursor : null);
    this.#refreshState();
    this.#refreshProblems();
  }

  async #fill(cursor) {
    const { signal } = this.#filling;
    const whole = await eachPage(this.#api, this.state.id, "matched", cursor, signal, (rows) => {
      for (const row of rows) this.results.put(row);
      this.#changed();
    });
    if (whole || signal.aborted) return;
    this.log.add("error", "Some results could not be fetched; they come with the next connection.");
    this.#changed();
  }

  #ended(message) {
    const what = { COMPLETE: "Complete", CANCELLED: "Cancelled", FAILED: "Failed" };
    this.log.add("info", `${what[this.state.status]}. ${message.message ?? ""}`);
    this.#refreshProblems(true);
  }

  #reportUpdated() {
    this.log.add("info", "Drawings were tried again: the results and the workbook are new.");
    this.#clearRows();
    this.#renewFilling();
    this.#fill(null);
    this.#refreshState();
    this.#refreshProblems(true);
  }

  /** Asks for the session's state: its times, its codes, and why it says nothing. */
  async #refreshState() {
    const id = this.state.id;
    this.#heardAt = Date.now();
    try {
      const session = await this.#api.session(id, this.#filling.signal);
      if (id !== this.state.id) return;
      this.#step({ type: "session", session_id: id, session });
    } catch {
      // The connection says when the server is gone; the next tick asks again.
    }
  }

  #refreshProblems(again = false) {
    this.#problemPages.refresh(this.state.id, this.#filling.signal, again);
  }

  async #refreshNear() {
    const { id, near } = this.state;
    if (await this.#nearPages.refresh(id, this.#filling.signal) && id === this.state.id) {
      this.#nearFetched = near;
    }
  }

  #take(rows, put) {
    for (const row of rows) put(row);
    this.#changed();
  }

  #putProblem(row) {
    const before = this.problems.size;
    this.problems.put(row);
    if (this.problems.size > before && !isEnded(this.state)) {
      this.log.add("problem", `${row.file_name}: ${row.status}. ${row.problem ?? ""}`);
    }
  }
}
