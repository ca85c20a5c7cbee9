// Uploads a chosen video piece by piece, so that it goes on where it stopped after a lost connection or a closed
// laptop (choosing the same file again, in this browser or another). Without this module the form sends the file itself.

const PIECE_BYTES = 8 * 1024 * 1024;
const RETRY_MS = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000, 60000, 60000];
const SAMPLES = 16;
const SAMPLE_BYTES = 64 * 1024;
const FIELD = "input[type=file][data-uploads]";
/** Form -> the upload that it waits for. */
const waiting = new WeakMap();

/** The lines under the field: how far, and what one can do. */
class Panel {
  constructor(field) {
    this.texts = field.dataset;
    this.box = document.createElement("div");
    this.box.className = "video-upload";
    this.bar = document.createElement("progress");
    this.bar.max = 1;
    this.bar.setAttribute("aria-label", this.texts.uploading);
    this.line = document.createElement("p");
    this.news = document.createElement("p");
    this.news.setAttribute("role", "status");
    this.news.className = "w-sr-only";
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "button button-small button-secondary";
    this.box.append(this.bar, this.line, this.news, this.button);
    field.parentElement.querySelector(".video-upload")?.remove();
    field.after(this.box);
  }

  /** The line for the eyes; every tenth part, and what is news, for the ears too. */
  say(text, aloud = true) {
    if (this.line.textContent !== text) this.line.textContent = text;
    if (aloud && this.news.textContent !== text) this.news.textContent = text;
  }

  progress(share, text) {
    const tenth = Math.floor(share * 10) !== Math.floor(this.bar.value * 10);
    this.bar.value = share;
    this.say(text, tenth);
  }

  finish(text) {
    this.bar.value = 1;
    this.button.remove();
    this.say(text);
  }
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

function size(bytes) {
  const language = document.documentElement.lang || undefined;
  const [amount, unit] = bytes < 1e9 ? [bytes / 1e6, "megabyte"] : [bytes / 1e9, "gigabyte"];
  const digits = unit === "gigabyte" ? 1 : 0;
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: digits }).format(amount);
}

async function client() {
  if (!window.tus) await import("../npm/tus/tus.min.js");
  return window.tus;
}

/** SHA-256 of samples from all over the file: the same in every browser, whatever the file is called by then. */
async function fingerprint(file) {
  // Not there where the site is read over plain HTTP.
  if (!window.crypto.subtle) return "";
  const step = Math.max(file.size - SAMPLE_BYTES, 0) / (SAMPLES - 1);
  const starts = Array.from({ length: SAMPLES }, (_none, number) => Math.floor(number * step));
  const samples = new Blob(starts.map((start) => file.slice(start, start + SAMPLE_BYTES)));
  const digest = await window.crypto.subtle.digest("SHA-256", await samples.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Lets the upload go on where it stopped: in any browser, as the server knows it, or else in this one. */
async function resume(upload, file) {
  const { endpoint, metadata } = upload.options;
  metadata.fingerprint = await fingerprint(file);
  const asked = new URLSearchParams({ fingerprint: metadata.fingerprint, length: file.size });
  const headers = { "Tus-Resumable": "1.0.0" };
  const answer = await fetch(`${endpoint}?${asked}`, { headers }).catch(() => null);
  const uploadUrl = answer?.ok ? await answer.text() : "";
  const [earlier] = uploadUrl ? [{ uploadUrl }] : await upload.findPreviousUploads();
  if (earlier) upload.resumeFromPreviousUpload(earlier);
}

/** What the server said, or a sentence of ours when it said nothing. */
function reason(error, texts) {
  const answer = error.originalResponse;
  const said = answer && answer.getHeader("Content-Type")?.startsWith("text/plain") ? answer.getBody() : "";
  return said || texts.failed;
}

/** Whether the server will not take it, however often it is sent; being busy or elsewhere passes. */
function refused(error) {
  const status = error.originalResponse?.getStatus() ?? 0;
  return status >= 400 && status < 500 && ![409, 423].includes(status);
}

function setId(field, id) {
  field.form.elements[field.dataset.uploads].value = id;
}

async function begin(field) {
  const [file] = field.files;
  const form = field.form;
  waiting.get(form)?.upload.abort();
  waiting.delete(form);
  setId(field, "");
  field.setCustomValidity("");
  if (!file) return;
  if (file.size > Number(field.dataset.maxBytes)) {
    field.setCustomValidity(field.dataset.tooLarge);
    field.reportValidity();
    field.value = "";
    return;
  }
  const tus = await client();
  if (!tus.isSupported || file.size === 0) return;
  start(tus, field, file);
}

function start(tus, field, file) {
  const form = field.form;
  const texts = field.dataset;
  const panel = new Panel(field);
  const state = { submit: null, upload: null };
  let paused = false;
  let cutOff = false;
  const pause = (bySomethingElse) => {
    [paused, cutOff] = [true, bySomethingElse];
    panel.button.textContent = texts.goOn;
  };
  const goOn = () => {
    [paused, cutOff] = [false, false];
    panel.button.textContent = texts.pause;
    upload.start();
  };
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken?.value ?? "" };
  const upload = new tus.Upload(file, {
    endpoint: texts.endpoint,
    chunkSize: PIECE_BYTES,
    retryDelays: RETRY_MS,
    headers,
    metadata: { filename: file.name },
    removeFingerprintOnSuccess: true,
    onProgress(sent, all) {
      const percent = Math.floor((100 * sent) / all);
      panel.progress(sent / all, fill(texts.progress, { percent, size: size(all) }));
    },
    // Also without a network: it comes back, perhaps before the last attempt.
    onShouldRetry: (error) => !refused(error),
    onError(error) {
      panel.say(reason(error, texts));
      if (refused(error)) {
        waiting.delete(form);
        panel.button.remove();
        panel.line.setAttribute("role", "alert");
        // The same file would be refused again.
        field.value = "";
      } else {
        // Cut off: it goes on when the network is back, or when somebody says so.
        pause(true);
      }
    },
    onSuccess() {
      waiting.delete(form);
      setId(field, upload.url.split("/").filter(Boolean).pop());
      // It is there: the form must not send it again.
      field.value = "";
      field.required = false;
      panel.finish(fill(texts.done, { name: file.name }));
      if (state.submit) state.submit();
    },
  });
  state.upload = upload;
  waiting.set(form, state);
  panel.button.textContent = texts.pause;
  panel.button.addEventListener("click", () => {
    if (paused) goOn();
    else upload.abort().then(() => pause(false));
  });
  window.addEventListener("online", () => {
    if (cutOff && waiting.get(form) === state) goOn();
  });
  const go = () => !paused && waiting.get(form) === state && upload.start();
  // A file that cannot be read is told of by the upload itself.
  resume(upload, file).then(go, go);
}

document.addEventListener("change", (event) => {
  if (event.target.matches?.(FIELD)) begin(event.target);
});

// Saved while still uploading: the form goes when the film has arrived. Before other listeners, which would send it.
document.addEventListener(
  "submit",
  (event) => {
    const state = waiting.get(event.target);
    if (!state) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    state.submit = () => event.target.requestSubmit(submitter?.isConnected ? submitter : undefined);
  },
  { capture: true },
);
