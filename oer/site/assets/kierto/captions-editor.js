// Captions as a list beside the video, in place of the text that the page comes with. What is typed is checked
// by the server and saved over the version it was read from: nobody writes over somebody else's work.
// The text can be had back; then it is what is saved and confirmed, until it is a list again.

import { made, row, showRemarks } from "./captions-row.js";
import { Saving } from "./captions-saving.js";
import { CaptionsText } from "./captions-text.js";
import { after, merge, seen, split } from "./captions-times.js";

const PAUSE = 700;
const KEYS = { KeyP: "play", KeyB: "beginsNow", KeyE: "endsNow", Enter: "add", KeyS: "split", KeyJ: "merge" };

class Editor {
  constructor(root, words) {
    this.root = root;
    this.words = words;
    this.video = root.querySelector("video");
    this.form = root.querySelector("[data-captions-form]");
    this.text = new CaptionsText(root, words);
    this.saving = new Saving(() => this.write(), () => this.saved);
    this.version = Number(this.form.elements.version.value);
    this.cues = JSON.parse(document.getElementById("captions-cues").textContent);
    this.earlier = [];
    this.saved = true;
    this.build();
    this.draw();
    this.listen();
    if (this.text.isRefused) {
      // It stays a text, and is not saved yet.
      this.turn(true);
      this.unsaved();
    } else this.check();
  }

  build() {
    const bar = made("div", { class: "captions-editor__bar" });
    const button = (name, act, look) => {
      const one = made("button", { type: "button", class: `button ${look}`, "data-do": name }, this.words[name]);
      one.addEventListener("click", act);
      bar.append(one);
      return one;
    };
    button("save", () => this.saving.ask(), "");
    this.undoButton = button("undo", () => this.undo(), "button-secondary");
    const addButton = button("addFirst", () => this.add(this.placeNow()), "button-secondary");
    this.turnButton = button("plain", () => (this.text.isShown ? this.asList() : this.asText()), "button-secondary");
    this.status = made("p", { class: "captions-editor__status", role: "status" });
    bar.append(this.status);
    const keys = made("p", { class: "help" }, this.words.keys);
    this.list = made("ol", { class: "cues" });
    this.ofList = [this.undoButton, addButton, keys, this.list];
    this.form.before(bar, keys, this.list);
    this.turn(false);
    const language = this.root.dataset.language;
    this.now = made("p", { class: "captions-editor__now", lang: language, dir: "auto", "aria-hidden": "true" });
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
    const told = { before: () => this.before(), changed: () => this.touched() };
    const means = { words: this.words, language: this.root.dataset.language, ...told, tools };
    this.list.replaceChildren(...this.cues.map((cue, at) => row(cue, at, means)));
    this.undoButton.disabled = !this.earlier.length;
    if (focus !== undefined) this.area(Math.max(0, Math.min(focus, this.cues.length - 1)))?.focus();
  }

  listen() {
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.text.area.addEventListener("input", () => this.unsaved());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.saving.ask();
    });
    document.addEventListener("keydown", (event) => {
      if (event.code === "KeyS" && (event.ctrlKey || event.metaKey) && !event.altKey) {
        event.preventDefault();
        if (!event.repeat) this.saving.ask();
      }
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.saved) event.preventDefault();
    });
    this.video?.addEventListener("timeupdate", () => this.follow());
    for (const form of this.root.querySelectorAll("[data-captions-confirm], [data-captions-shift]")) {
      form.addEventListener("submit", async (event) => {
        if (this.saved && !this.saving.underWay) return;
        event.preventDefault();
        if (await this.saving.ask()) form.submit();
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
    this.undoButton.disabled = false;
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
    this.now.textContent = at < 0 ? "" : seen(this.cues[at].text);
    this.shown = at;
  }

  say(text, isTrouble = false) {
    this.status.textContent = text;
    this.status.classList.toggle("captions-editor__fault", isTrouble);
  }

  unsaved() {
    this.saved = false;
    this.say(this.words.unsaved);
  }

  touched() {
    this.shown = undefined;
    this.unsaved();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.check(), PAUSE);
  }

  async send(body) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value };
    const answer = await fetch(this.root.dataset.save, { method: "POST", headers, body: JSON.stringify(body) });
    return { ok: answer.ok, ...(await answer.json()) };
  }

  show(answer) {
    // Nothing could be read in what was sent: what was said of it before still stands.
    if (!answer.remarks) return;
    showRemarks(this.list, answer.remarks, this.words);
    this.text.showRemarks(answer.remarks);
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

  /** What is saved: the list, or the text once it says something else. */
  content() {
    return this.text.isChanged ? { text: this.text.value } : { cues: this.cues };
  }

  /** Saves what is there; whether it is saved now. What cannot be saved stays on the page. */
  async write() {
    clearTimeout(this.waiting);
    const content = this.content();
    const sent = JSON.stringify(content);
    try {
      const answer = await this.send({ ...content, version: this.version });
      if (answer.ok) {
        this.version = answer.version;
        for (const field of this.root.querySelectorAll("input[name=version]")) field.value = String(answer.version);
        this.saved = sent === JSON.stringify(this.content());
        this.text.forgetErrors();
        if (answer.cues) this.take(answer.cues, content.text);
      }
      this.show(answer);
      if (answer.ok) this.say(this.saved ? this.words.saved : this.words.unsaved);
      else this.say(answer.error, true);
    } catch {
      this.say(this.words.away, true);
    }
    return this.saved;
  }

  /** Shows the captions as a text or as a list, with the tools of the one shown. */
  turn(toText) {
    this.text.show(toText);
    for (const part of this.ofList) part.hidden = toText;
    this.turnButton.textContent = toText ? this.words.list : this.words.plain;
  }

  asText() {
    this.text.fill(this.cues);
    this.turn(true);
    this.text.area.focus();
  }

  /** Makes a list of the text again. A text that cannot be read stays, and it is said why. */
  async asList() {
    await this.saving.underWay;
    if (this.text.isChanged) {
      const text = this.text.value;
      const answer = await this.send({ text }).catch(() => ({ error: this.words.away }));
      if (!answer.cues) return this.say(answer.error, true);
      // Typed on meanwhile: that is not in the answer.
      if (text !== this.text.value) return;
      this.take(answer.cues, text);
      this.touched();
    }
    this.turn(false);
  }

  /** The list becomes what was read in the text. */
  take(cues, text) {
    this.before();
    this.cues = cues;
    this.text.isList(text);
    this.draw();
  }
}

const root = document.querySelector("[data-captions-editor]");
const words = document.querySelector("[data-captions-words]");
if (root && words) new Editor(root, words.dataset);
