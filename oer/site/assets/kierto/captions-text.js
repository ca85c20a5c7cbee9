// All captions as one WebVTT text: the form that the page comes with, in place of the list.

import { showSentences } from "./captions-row.js";
import { webvtt } from "./captions-times.js";

export class CaptionsText {
  constructor(root, words) {
    this.words = words;
    this.form = root.querySelector("[data-captions-form]");
    this.area = this.form.elements.text;
    this.sentences = root.querySelector("[data-captions-remarks]");
    // The bar above saves: a second button would only leave the question which of the two does what.
    this.form.querySelector("[type=submit]").hidden = true;
  }

  get isShown() {
    return !this.form.hidden;
  }

  get value() {
    return this.area.value;
  }

  /** Whether it came back with an error: then it holds what somebody typed. */
  get isRefused() {
    return this.form.querySelector(".error-message") !== null;
  }

  /** Whether it says something else than the list. */
  get isChanged() {
    return this.isShown && this.value !== this.listed;
  }

  show(isShown) {
    this.form.hidden = !isShown;
    this.sentences.hidden = !isShown || !this.sentences.querySelector("li");
  }

  /** Writes the list down as a text. */
  fill(cues) {
    this.area.value = this.listed = webvtt(cues);
  }

  /** The list is now what was read in `text`. */
  isList(text) {
    this.listed = text;
  }

  showRemarks(remarks) {
    showSentences(this.sentences, remarks, this.words);
    this.show(this.isShown);
  }

  forgetErrors() {
    for (const error of this.form.querySelectorAll(".error-message")) error.remove();
  }
}
