// What is known of one scan: a pure function from state and event to the next state.
// Events are the server's messages as they come, and a few of our own in lower case.

/** Statuses after which nothing more happens by itself. */
const ended = new Set(["COMPLETE", "CANCELLED", "FAILED"]);
const known = new Set(["IN_PROGRESS", "PAUSED", ...ended]);

/** No scan in view. Times are ms since 1970, null what is not known. */
export const idle = Object.freeze({
  id: null,
  status: "IDLE", // STARTING, then the server's IN_PROGRESS, PAUSED, COMPLETE, CANCELLED, FAILED
  syncing: false, // a reconnect is sent, SYNC_STATE not yet here
  total: 0,
  processed: 0,
  percent: 0,
  listing: false, // the source is still being listed: the total grows
  matched: 0, // drawings with codes, as the server counts them
  problems: null,
  near: 0, // drawings on which a code nearly stands
  codeCount: null, // codes asked for
  driveLink: null, // where in Google Drive its drawings are
  file: "",
  demo: false,
  message: "",
  reason: "",
  error: null, // {code, message, stage: "start" | "open" | "scan"}
  downloadUrl: null,
  startedAt: null,
  endedAt: null,
  cancelling: false,
});

export const isEnded = (state) => ended.has(state.status);
/** Whether an ERROR is the server's own fault, and asking again may help. */
export const isPassing = (event) => event.code === "internal_error";
export const isRunning = (state) =>
  state.status === "IN_PROGRESS" || state.status === "PAUSED" || state.status === "STARTING";

/**
 * The state after `event`. Messages of other sessions change nothing.
 * @param {typeof idle} state
 * @param {{type: string}} event
 * @param {number} now ms since 1970
 */
export function reduce(state, event, now) {
  const step = steps[event.type];
  if (step) return step(state, event, now);
  return belongs(state, event) ? withStatus(state, event, now) : state;
}

const belongs = (state, event) => state.id !== null && event.session_id === state.id;

const steps = {
  /** start_scan has been sent. */
  start: () => ({ ...idle, status: "STARTING" }),

  /** A session is being opened, again after a reload or for the first time. */
  open: (state, event) =>
    state.id === event.session_id
      ? { ...state, syncing: true }
      : { ...idle, id: event.session_id, syncing: true, startedAt: event.startedAt ?? null },

  close: () => idle,

  /** The socket is gone; a scan that was being started is asked for again on the next. */
  lost: (state) => ({ ...state, syncing: false }),

  cancel: (state) => ({ ...state, cancelling: true }),

  /** Something asked for on this page did not work. */
  failure: (state, event) => failed(state, "", event.message, "scan"),

  STARTED(state, event, now) {
    if (state.status !== "STARTING" && !belongs(state, event)) return state;
    return {
      ...idle,
      id: event.session_id,
      status: "IN_PROGRESS",
      total: count(event.total_files),
      listing: event.listing === true,
      demo: saysDemo(event),
      message: text(event.message),
      startedAt: now,
    };
  },

  PROGRESS(state, event, now) {
    if (!belongs(state, event) || isEnded(state)) return state;
    const next = withStatus({ ...state, status: "IN_PROGRESS", reason: "", error: null }, event, now);
    return counted({
      ...next,
      total: count(event.total),
      processed: Math.max(state.processed, count(event.processed)),
      listing: event.listing ?? count(event.total) > state.total,
      file: text(event.file_name) || state.file,
      problems: event.total_problems ?? state.problems,
      near: event.total_near ?? state.near,
    });
  },

  MATCH_FOUND: (state) => state, // a row, not a state: see results.js

  COMPLETE(state, event, now) {
    if (!belongs(state, event)) return state;
    return counted({
      ...state,
      status: known.has(event.status) ? event.status : "COMPLETE",
      processed: count(event.total_processed),
      matched: count(event.total_matches),
      problems: count(event.total_problems),
      near: event.total_near ?? state.near,
      message: text(event.message),
      downloadUrl: event.download_url ?? state.downloadUrl,
      demo: state.demo || saysDemo(event),
      endedAt: now,
      listing: false,
      cancelling: false,
      reason: "",
      file: "",
    });
  },

  SYNC_STATE: (state, event, now) =>
    synced(state.error && isPassing(state.error) ? { ...state, error: null } : state, event, now),

  /** The answer of GET /api/sessions/ID, which has what SYNC_STATE has. */
  session: (state, event, now) => synced(state, event.session, now),

  REPORT_UPDATED: (state, event) =>
    belongs(state, event)
      ? { ...state, downloadUrl: event.download_url ?? state.downloadUrl }
      : state,

  ERROR(state, event, now) {
    if (event.session_id && event.session_id !== state.id) return state;
    const code = text(event.code);
    const message = text(event.message);
    if (state.status === "STARTING") return failed(idle, code, message, "start");
    if (state.syncing && state.status === "IDLE") {
      const error = { code, message, stage: "scan" };
      return isPassing(event) ? { ...state, error } : failed(idle, code, message, "open");
    }
    if (!belongs(state, event)) return state;
    return withStatus({ ...failed(state, code, message, "scan"), cancelling: false }, event, now);
  },
};

function failed(state, code, message, stage) {
  return { ...state, syncing: false, error: { code, message, stage } };
}

/** Takes over a whole state, without letting what is shown go back. */
function synced(state, event, now) {
  if (!belongs(state, event)) return state;
  // An answer that was asked for before the end, and came after it.
  if (isEnded(state) && !ended.has(event.status)) return { ...state, syncing: false };
  const begun = time(event.created_at) ?? state.startedAt;
  const next = withStatus({ ...state, syncing: false, startedAt: begun }, event, now);
  return counted({
    ...next,
    // What a pause or a failure is about stands in its reason.
    error: next.status === "PAUSED" || next.status === "FAILED" ? null : next.error,
    total: Math.max(count(event.total_files ?? state.total), next.listing ? state.total : 0),
    processed: Math.max(state.processed, count(event.processed_count)),
    matched: count(event.results_total ?? event.total_matches ?? state.matched),
    problems: event.total_problems ?? state.problems,
    near: event.total_near ?? state.near,
    driveLink: text(event.drive_link) || state.driveLink,
    codeCount: Number.isInteger(event.codes) ? event.codes : state.codeCount,
    demo: state.demo || saysDemo(event),
    message: text(event.message) || state.message,
    downloadUrl: event.download_url ?? state.downloadUrl,
    endedAt: isEnded(next) ? time(event.finished_at) ?? state.endedAt : null,
  });
}

/** Takes `status`, `reason` and `listing` from any message that carries them. */
function withStatus(state, event, now) {
  const next = { ...state };
  if (known.has(event.status)) {
    next.status = event.status;
    next.reason = event.status === "PAUSED" ? text(event.reason) : "";
  }
  if (typeof event.listing === "boolean") next.listing = event.listing;
  if (isEnded(next)) {
    next.cancelling = false;
    next.listing = false;
    next.endedAt ??= now;
  }
  return next;
}

/** Sets the whole percentage; it only falls where the total has grown. */
function counted(state) {
  const total = Math.max(state.total, state.processed);
  const percent = total > 0 ? Math.floor((100 * state.processed) / total) : 0;
  return { ...state, total, percent: state.status === "COMPLETE" ? 100 : percent };
}

const count = (value) => (Number.isFinite(value) && value > 0 ? value : 0);
const text = (value) => (typeof value === "string" ? value : "");

function time(value) {
  const ms = typeof value === "string" ? Date.parse(value) : NaN;
  return Number.isNaN(ms) ? null : ms;
}

/** The server marks demo scans with a field, and says so in the message. */
function saysDemo(event) {
  return event.demo === true || /\bdemo drawings?\b/i.test(text(event.message));
}
