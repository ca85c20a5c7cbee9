// Uploads a chosen video piece by piece, so that it goes on where it stopped after a lost connection or a closed
// laptop (choosing the same file again, in this browser or another). Without this module the form sends the file itself.

const PIECE_BYTES = 8 * 1024 * 1024;
const RETRY_MS = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000, 60000, 60000];
/** Cut off, it tries anew after so long, whether or not the browser notices that the network is back. */
const AGAIN_MS = 30000;
const ASKING_MS = 10000;
const SAMPLES = 16;
const SAMPLE_BYTES = 64 * 1024;
const FIELD = "input[type=file][data-uploads]";
/** Form -> the Sending that it waits for. */
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
  const signal = AbortSignal.timeout?.(ASKING_MS);
  const answer = await fetch(`${endpoint}?${asked}`, { headers, signal }).catch(() => null);
  const uploadUrl = answer?.ok ? await answer.text() : "";
  const [earlier] = uploadUrl ? [{ uploadUrl }] : await upload.findPreviousUploads();
  if (earlier) upload.resumeFromPreviousUpload(earlier);
}

/** Whether the server will not take it, however often it is sent; being busy or elsewhere passes. */
function refused(error) {
  const status = error.originalResponse?.getStatus() ?? 0;
  return status >= 400 && status < 500 && ![409, 423].includes(status);
}

/** Whether the file can still be read: it may have been moved, changed, or pulled out with its stick. */
function isReadable(file) {
  return file.slice(0, 1).arrayBuffer().then(() => true, () => false);
}

/** What the server said for people; a page of some proxy on the way is not for them. */
function said(error) {
  const answer = error.originalResponse;
  return answer?.getHeader("Content-Type")?.startsWith("text/plain") ? answer.getBody() : "";
}

function setId(field, id) {
  field.form.elements[field.dataset.uploads].value = id;
}

/** One file on its way: sent, paused by somebody, or cut off. */
class Sending {
  constructor(tus, field, file) {
    [this.field, this.form, this.texts, this.file] = [field, field.form, field.dataset, file];
    this.panel = new Panel(field);
    this.panel.button.addEventListener("click", () => (this.paused ? this.goOn() : this.pause()));
    window.addEventListener("online", () => this.cutOff && this.goOn());
    this.upload = new tus.Upload(file, {
      endpoint: this.texts.endpoint,
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_MS,
      headers: { "X-CSRFToken": this.form.elements.csrfmiddlewaretoken?.value ?? "" },
      metadata: { filename: file.name },
      removeFingerprintOnSuccess: true,
      onProgress: (sent, all) => this.tell(sent, all),
      // Also without a network: it comes back, perhaps before the last attempt.
      onShouldRetry: (error) => !refused(error),
      onError: (error) => this.fail(error),
      onSuccess: () => this.finish(),
    });
    // A file that cannot be read is told of when it is sent.
    this.known = resume(this.upload, file).catch(() => {});
    waiting.set(this.form, this);
    this.goOn();
  }

  get isWanted() {
    return waiting.get(this.form) === this;
  }

  goOn() {
    clearTimeout(this.timer);
    [this.paused, this.cutOff] = [false, false];
    this.panel.button.textContent = this.texts.pause;
    this.known.then(() => {
      if (!this.isWanted || this.paused || this.running) return;
      this.running = true;
      this.upload.start();
    });
  }

  pause() {
    [this.paused, this.running] = [true, false];
    this.panel.button.textContent = this.texts.goOn;
    this.upload.abort();
  }

  /** Somebody chose another file, or none. */
  drop() {
    clearTimeout(this.timer);
    this.upload.abort();
    waiting.delete(this.form);
  }

  tell(sent, all) {
    const percent = Math.floor((100 * sent) / all);
    this.panel.progress(sent / all, fill(this.texts.progress, { percent, size: size(all) }));
  }

  async fail(error) {
    this.running = false;
    const isLost = refused(error) || !(await isReadable(this.file));
    if (!this.isWanted) return;
    if (isLost) {
      this.giveUp(said(error) || this.texts.refused);
      return;
    }
    [this.paused, this.cutOff] = [true, true];
    this.panel.button.textContent = this.texts.goOn;
    this.panel.say([said(error) || this.texts.failed, this.submit && this.texts.later].filter(Boolean).join(" "));
    this.timer = setTimeout(() => this.goOn(), AGAIN_MS);
  }

  giveUp(text) {
    waiting.delete(this.form);
    this.panel.button.remove();
    this.panel.line.setAttribute("role", "alert");
    this.panel.say(text);
    // The same file would be refused again.
    this.field.value = "";
  }

  finish() {
    waiting.delete(this.form);
    setId(this.field, this.upload.url.split("/").filter(Boolean).pop());
    // It is there: the form must not send it again.
    this.field.value = "";
    this.field.required = false;
    this.panel.finish(fill(this.texts.done, { name: this.file.name }));
    this.submit?.();
  }

  /** Somebody has saved: the form goes when the film has arrived. */
  submitLater(submitter) {
    this.submit = () => this.form.requestSubmit(submitter?.isConnected ? submitter : undefined);
    this.panel.say(this.texts.later);
    if (this.paused) this.goOn();
  }
}

async function begin(field) {
  const [file] = field.files;
  waiting.get(field.form)?.drop();
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
  if (tus.isSupported && file.size > 0 && field.files[0] === file) new Sending(tus, field, file);
}

document.addEventListener("change", (event) => {
  if (event.target.matches?.(FIELD)) begin(event.target);
});

// Saved while still uploading. Before other listeners, which would send it.
document.addEventListener(
  "submit",
  (event) => {
    const sending = waiting.get(event.target);
    if (!sending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    sending.submitLater(event.submitter);
  },
  { capture: true },
);
