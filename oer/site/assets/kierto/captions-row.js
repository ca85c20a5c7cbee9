// One caption in the editor's list: its fields, its tools, and what is said of it.

import { read, written } from "./captions-times.js";

/** An element with these attributes and this text. */
export function made(name, attributes = {}, text = "") {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}

function timeField(cue, side, { words, before, changed }) {
  const label = made("label", { class: "cue__time" });
  label.append(made("span", {}, words[side]));
  const input = made("input", { type: "text", inputmode: "decimal", autocomplete: "off", "data-side": side, value: written(cue[side]) });
  input.addEventListener("change", () => {
    const time = read(input.value);
    input.setCustomValidity(time === null ? words.badTime : "");
    if (time === null) {
      input.reportValidity();
      return;
    }
    input.value = written(time);
    if (time === cue[side]) return;
    before();
    cue[side] = time;
    changed();
  });
  label.append(input);
  return label;
}

function textField(cue, number, { words, language, before, changed }) {
  const label = made("label", { class: "cue__text" });
  label.append(made("span", { class: "w-sr-only" }, `${words.caption} ${number}: ${words.text}`));
  const area = made("textarea", { rows: "2", lang: language, dir: "auto", "aria-describedby": `cue-said-${number}` });
  area.value = cue.text;
  // What is typed in one go is undone in one go, and nothing typed elsewhere with it.
  let going = false;
  area.addEventListener("focus", () => (going = false));
  area.addEventListener("input", () => {
    if (!going) before();
    going = true;
    cue.text = area.value;
    changed();
  });
  label.append(area);
  return label;
}

/**
 * The list item of a caption. Of `means`, `tools` maps a tool's name to what it does with the caption's place in the
 * list; `before` is called before something changes that can be undone, `changed` after each change.
 */
export function row(cue, at, means) {
  const { words, tools } = means;
  const item = made("li", { class: "cue", "data-cue": at });
  const times = made("div", { class: "cue__times" });
  times.append(made("span", { class: "cue__number", "aria-hidden": "true" }, String(at + 1)));
  times.append(timeField(cue, "start", means), timeField(cue, "end", means));
  const bar = made("div", { class: "cue__tools" });
  for (const [name, act] of Object.entries(tools)) {
    const button = made("button", { type: "button", class: "button button-small button-secondary", "data-tool": name }, words[name]);
    button.setAttribute("aria-label", `${words[name]}: ${words.caption.toLowerCase()} ${at + 1}`);
    button.addEventListener("click", () => act(at));
    bar.append(button);
  }
  item.append(times, textField(cue, at + 1, means), made("ul", { class: "cue__said", id: `cue-said-${at + 1}` }), bar);
  return item;
}

function advice(remark, text, words) {
  const line = made("li", remark.error ? { class: "captions-editor__fault" } : {});
  if (remark.error) line.append(made("strong", {}, `${words.fault} `));
  line.append(text);
  return line;
}

/** Shows what was found of each caption under its text. */
export function showRemarks(list, remarks, words) {
  for (const said of list.querySelectorAll(".cue__said")) said.replaceChildren();
  for (const remark of remarks) list.querySelector(`#cue-said-${remark.cue}`)?.append(advice(remark, remark.advice, words));
}

/** Shows the same as sentences that say which caption they are about, where the captions are no list. */
export function showSentences(section, remarks, words) {
  section.querySelector("ol").replaceChildren(...remarks.map((remark) => advice(remark, remark.sentence, words)));
}
