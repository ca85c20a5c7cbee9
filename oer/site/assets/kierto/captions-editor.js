// Captions as a list beside the video, in place of the text that the page comes with. What is typed is checked
// by the server and saved over the version it was read from: nobody writes over somebody else's work.

import { row, showRemarks } from "./captions-row.js";
import { after, merge, split, webvtt } from "./captions-times.js";

const PAUSE = 700;
const KEYS = { KeyP: "play", KeyB: "beginsNow", KeyE: "endsNow", Enter: "add", KeyS: "split", KeyJ: "merge" };

class Editor {
  constructor(root, words) {
    this.root = root;
    this.words = words;
    this.video = root.querySelector("video");
    this.form = root.querySelector("[data-captions-form]");
    this.version = Number(this.form.elements.version.value);
    this.cues = JSON.parse(document.getElementById("captions-cues").textContent);
    this.earlier = [];
    this.saved = true;
    this.build();
    this.draw();
    this.listen();
    this.check();
  }

  build() {
    const bar = document.createElement("div");
    bar.className = "captions-editor__bar";
    const button = (name, act, look) => {
      const made = Object.assign(document.createElement("button"), { type: "button", className: `button ${look}`, textContent: this.words[name] });
      made.dataset.do = name;
      made.addEventListener("click", act);
      bar.append(made);
      return made;
    };
    button("save", () => this.save(), "");
    this.undoButton = button("undo", () => this.undo(), "button-secondary");
    button("addFirst", () => this.add(this.placeNow()), "button-secondary");
    button("plain", () => this.asText(), "button-secondary");
    this.status = Object.assign(document.createElement("p"), { className: "captions-editor__status" });
    this.status.setAttribute("role", "status");
    bar.append(this.status);
    const keys = Object.assign(document.createElement("p"), { className: "help", textContent: this.words.keys });
    this.list = Object.assign(document.createElement("ol"), { className: "cues" });
    this.form.before(bar, keys, this.list);
    this.form.hidden = true;
    this.root.querySelector("[data-captions-remarks]").hidden = true;
    this.now = Object.assign(document.createElement("p"), { className: "captions-editor__now", lang: this.root.dataset.language });
    this.now.setAttribute("aria-hidden", "true");
    this.root.querySelector("[data-video], .captions-editor__film > p")?.after(this.now);
  }

  draw(focus) {
    const tools = {
      play: (at) => this.play(at),
      beginsNow: (at) => this.setTime(at, "start"),
      endsNow: (at) => this.setTime(at, "end"),
      add: (at) => this.add(at),
      split: (at) => this.divide(at),
      merge: (at) => this.join(at),
      remove: (at) => this.remove(at),
    };
    const means = { words: this.words, language: this.root.dataset.language, changed: () => this.touched(), tools };
    this.list.replaceChildren(...this.cues.map((cue, at) => row(cue, at, means)));
    this.undoButton.disabled = !this.earlier.length;
    if (focus !== undefined) this.area(Math.max(0, Math.min(focus, this.cues.length - 1)))?.focus();
  }

  listen() {
    this.list.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("keydown", (event) => {
      if (event.code === "KeyS" && (event.ctrlKey || event.metaKey) && !event.altKey) {
        event.preventDefault();
        this.save();
      }
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.saved) event.preventDefault();
    });
    this.video?.addEventListener("timeupdate", () => this.follow());
    for (const form of this.root.querySelectorAll("[data-captions-confirm], [data-captions-shift]")) {
      form.addEventListener("submit", async (event) => {
        if (this.saved) return;
        event.preventDefault();
        if (await this.save()) form.submit();
      });
    }
  }

  key(event) {
    const item = event.target.closest("[data-cue]");
    const tool = KEYS[event.code];
    if (!item || !event.altKey || event.ctrlKey || event.metaKey || !tool) return;
    event.preventDefault();
    item.querySelector(`[data-tool=${tool}]`).click();
  }

  area(at) {
    return this.list.children[at]?.querySelector("textarea");
  }

  /** Keeps the list as it is, so that what follows can be undone. */
  before() {
    this.earlier.push(JSON.stringify(this.cues));
    if (this.earlier.length > 50) this.earlier.shift();
  }

  undo() {
    const list = this.earlier.pop();
    if (!list) return;
    this.cues = JSON.parse(list);
    this.changed();
  }

  change(at, count, ...cues) {
    this.before();
    this.cues.splice(at, count, ...cues);
  }

  changed(focus) {
    this.draw(focus);
    this.touched();
  }

  milliseconds() {
    return Math.round((this.video?.currentTime ?? 0) * 1000);
  }

  /** The place of the last caption that has begun. */
  placeNow() {
    return this.cues.findLastIndex((cue) => cue.start <= this.milliseconds());
  }

  play(at) {
    if (!this.video) return;
    this.video.currentTime = this.cues[at].start / 1000;
    this.video.play().catch(() => {});
  }

  setTime(at, side) {
    this.before();
    this.cues[at][side] = this.milliseconds();
    this.changed(at);
  }

  add(at) {
    this.change(at + 1, 0, after(this.cues[at], this.cues[at + 1], this.milliseconds()));
    this.changed(at + 1);
  }

  divide(at) {
    this.change(at, 1, ...split(this.cues[at], this.area(at).selectionStart));
    this.changed(at + 1);
  }

  join(at) {
    if (at + 1 >= this.cues.length) return;
    this.change(at, 2, merge(this.cues[at], this.cues[at + 1]));
    this.changed(at);
  }

  remove(at) {
    this.change(at, 1);
    this.changed(at);
    this.say(this.words.removed);
  }

  follow() {
    const now = this.milliseconds();
    const at = this.cues.findLastIndex((cue) => cue.start <= now && now < cue.end);
    if (at === this.shown) return;
    this.list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    this.list.children[at]?.setAttribute("aria-current", "true");
    this.now.textContent = at < 0 ? "" : this.cues[at].text.replace(/<[^<>]*>/g, "");
    this.shown = at;
  }

  say(text, isTrouble = false) {
    this.status.textContent = text;
    this.status.classList.toggle("captions-editor__fault", isTrouble);
  }

  touched() {
    this.saved = false;
    this.shown = undefined;
    this.say(this.words.unsaved);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.check(), PAUSE);
  }

  async send(body) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value };
    const answer = await fetch(this.root.dataset.save, { method: "POST", headers, body: JSON.stringify(body) });
    return { ok: answer.ok, ...(await answer.json()) };
  }

  show(answer) {
    showRemarks(this.list, answer.remarks ?? [], this.words);
    this.root.querySelector("[data-captions-covered]").textContent = answer.covered ?? "";
    this.root.querySelector("[data-captions-gaps]").textContent = answer.gaps ?? "";
  }

  async check() {
    try {
      this.show(await this.send({ cues: this.cues }));
    } catch {
      // Away: what is to be said of the captions comes with the next change.
    }
  }

  /** Saves the list; whether it is saved now. What cannot be saved stays on the page. */
  async save() {
    clearTimeout(this.waiting);
    const sent = JSON.stringify(this.cues);
    try {
      const answer = await this.send({ cues: this.cues, version: this.version });
      this.show(answer);
      if (answer.ok) {
        this.version = answer.version;
        for (const field of this.root.querySelectorAll("input[name=version]")) field.value = String(answer.version);
        this.saved = sent === JSON.stringify(this.cues);
      }
      this.say(answer.ok ? this.words.saved : answer.error, !answer.ok);
    } catch {
      this.say(this.words.away, true);
    }
    return this.saved;
  }

  asText() {
    this.form.elements.text.value = webvtt(this.cues);
    this.form.hidden = false;
    this.list.hidden = true;
    this.form.addEventListener("submit", () => (this.saved = true));
    this.form.elements.text.focus();
  }
}

const root = document.querySelector("[data-captions-editor]");
const words = document.querySelector("[data-captions-words]");
// A form that came back with an error holds what somebody typed: it stays a form.
if (root && words && !root.querySelector("[data-captions-form] .error-message")) new Editor(root, words.dataset);
