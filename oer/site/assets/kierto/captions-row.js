// One caption in the editor's list: its fields, its tools, and what is said of it.

import { read, written } from "./captions-times.js";

function made(name, attributes = {}, text = "") {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}

function timeField(cue, side, words, changed) {
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
    cue[side] = time;
    input.value = written(time);
    changed();
  });
  label.append(input);
  return label;
}

function textField(cue, number, words, language, changed) {
  const label = made("label", { class: "cue__text" });
  label.append(made("span", { class: "w-sr-only" }, `${words.caption} ${number}: ${words.text}`));
  const area = made("textarea", { rows: "2", lang: language, "aria-describedby": `cue-said-${number}` });
  area.value = cue.text;
  area.addEventListener("input", () => {
    cue.text = area.value;
    changed();
  });
  label.append(area);
  return label;
}

/** The list item of a caption. `tools` maps a tool's name to what it does with the caption's place in the list. */
export function row(cue, at, { words, language, changed, tools }) {
  const item = made("li", { class: "cue", "data-cue": at });
  const times = made("div", { class: "cue__times" });
  times.append(made("span", { class: "cue__number", "aria-hidden": "true" }, String(at + 1)));
  times.append(timeField(cue, "start", words, changed), timeField(cue, "end", words, changed));
  const bar = made("div", { class: "cue__tools" });
  for (const [name, act] of Object.entries(tools)) {
    const button = made("button", { type: "button", class: "button button-small button-secondary", "data-tool": name }, words[name]);
    button.setAttribute("aria-label", `${words[name]}: ${words.caption.toLowerCase()} ${at + 1}`);
    button.addEventListener("click", () => act(at));
    bar.append(button);
  }
  item.append(times, textField(cue, at + 1, words, language, changed), made("ul", { class: "cue__said", id: `cue-said-${at + 1}` }), bar);
  return item;
}

/** Shows what was found of each caption under its text. */
export function showRemarks(list, remarks, words) {
  for (const said of list.querySelectorAll(".cue__said")) said.replaceChildren();
  for (const remark of remarks) {
    const said = list.querySelector(`#cue-said-${remark.cue}`);
    const line = made("li", remark.error ? { class: "captions-editor__fault" } : {});
    if (remark.error) line.append(made("strong", {}, `${words.fault} `));
    line.append(remark.advice);
    said?.append(line);
  }
}
