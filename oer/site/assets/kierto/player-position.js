// Where in a video somebody was: kept in this browser, and read from the page's address.

const STEP = 5;
const EDGE = 10;

const nameOf = (video) => `kierto-position-${video.dataset.key}`;

/** Reads `#t=12.5&video=key`: the seconds, or null, and the key of the video that is meant, or "". */
export function momentOf(hash) {
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  const seconds = Number.parseFloat(asked.get("t") ?? "");
  return { seconds: Number.isFinite(seconds) && seconds >= 0 ? seconds : null, key: asked.get("video") ?? "" };
}

function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // the browser keeps nothing for this site
  }
}

function keep(name, seconds) {
  try {
    if (seconds === null) localStorage.removeItem(name);
    else localStorage.setItem(name, String(Math.floor(seconds)));
  } catch {
    // The same: then nothing is remembered.
  }
}

/** Goes where the video was left. */
export function resume(video) {
  const seconds = Number(kept(nameOf(video)));
  if (seconds > 0) video.currentTime = seconds;
}

/** Notes from now on how far the video is; one that is seen to the end begins anew. */
export function remember(video) {
  let noted = -STEP;
  const note = () => {
    // While the element is being given something else to play it is nowhere.
    if (!video.readyState) return;
    const at = video.currentTime;
    noted = at;
    keep(nameOf(video), at < EDGE || at > video.duration - EDGE ? null : at);
  };
  video.addEventListener("timeupdate", () => {
    if (!video.paused && Math.abs(video.currentTime - noted) >= STEP) note();
  });
  video.addEventListener("pause", note);
  video.addEventListener("ended", () => keep(nameOf(video), null));
  window.addEventListener("pagehide", () => noted >= 0 && note());
}
