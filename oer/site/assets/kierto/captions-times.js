// Times of captions and lists of them as plain values: nothing here touches the page.

// The tags that captions may have, as `media/captions/cues.py` knows them; anything else is text.
const TAG = /(<\/?[ibuv](?:\.[^\s<>.&]{0,60}){0,4}(?:[ \t][^<>\n]{0,80})?>)/g;

/** The text of a caption as a viewer sees it. */
export const seen = (text) => text.replace(TAG, "");

/** Milliseconds as people write them: `1:02.500`, with hours where there are any. */
export function written(milliseconds) {
  const whole = Math.floor(milliseconds / 1000);
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(seconds).padStart(2, "0")}.${String(milliseconds % 1000).padStart(3, "0")}`;
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** What somebody wrote, in milliseconds; null when it is no time. A bare number is seconds. */
export function read(text) {
  const found = /^\s*(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,6})(?:[.,](\d{1,3}))?\s*$/.exec(text);
  if (!found) return null;
  const [, hours, minutes, seconds, rest] = found;
  return ((Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds)) * 1000 + Number((rest ?? "").padEnd(3, "0"));
}

/** Two captions of one, parted at this place of its text; the time is shared by the length of the two texts. */
export function split(cue, at) {
  const place = at > 0 && at < cue.text.length ? at : middle(cue.text);
  const [first, second] = [cue.text.slice(0, place).trim(), cue.text.slice(place).trim()];
  const share = cue.text.length ? place / cue.text.length : 0.5;
  const parting = Math.round(cue.start + (cue.end - cue.start) * share);
  return [
    { start: cue.start, end: parting, text: first },
    { start: parting, end: cue.end, text: second },
  ];
}

function middle(text) {
  const spaces = [...text.matchAll(/\s/g)].map((found) => found.index);
  const half = text.length / 2;
  return spaces.sort((one, other) => Math.abs(one - half) - Math.abs(other - half))[0] ?? Math.ceil(half);
}

/** One caption of two that follow each other. */
export function merge(cue, next) {
  return { start: cue.start, end: Math.max(cue.end, next.end), text: `${cue.text}\n${next.text}`.trim() };
}

/** An empty caption to come after this one: two seconds long, or as long as there is room. */
export function after(cue, next, now) {
  const start = Math.max(cue?.end ?? 0, now > (cue?.end ?? 0) && now < (next?.start ?? Infinity) ? now : 0);
  return { start, end: Math.max(start, Math.min(start + 2000, next?.start ?? Infinity)), text: "" };
}

/** The lines that hold something: an empty one would end a caption. */
const filled = (text) => text.split("\n").filter((line) => line.trim()).join("\n");

/** The captions as WebVTT, as the server writes it. */
export function webvtt(cues) {
  const time = (at) => {
    const text = written(at);
    return text.split(":").length > 2 ? text.padStart(12, "0") : `00:${text.padStart(9, "0")}`;
  };
  const escaped = (text) =>
    filled(text)
      .split(TAG)
      .map((part, place) => [part.replace(/&/g, "&amp;"), place % 2 === 1])
      .map(([part, isTag]) => (isTag ? part : part.replace(/</g, "&lt;").replace(/>/g, "&gt;")))
      .join("");
  const blocks = cues.map((cue, at) => `${at + 1}\n${time(cue.start)} --> ${time(cue.end)}\n${escaped(cue.text)}`.trimEnd());
  return `${["WEBVTT", ...blocks].join("\n\n")}\n`;
}
