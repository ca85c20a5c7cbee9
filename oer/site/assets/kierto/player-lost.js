// Says when a video can no longer be loaded, and plays on by itself when only the network was gone.

import { goOn, hasFailed } from "./player-adaptive.js";

const fileOf = (video) => video.querySelector("source");

/** Whether this was the last thing to try: a playlist may still be looked for, or play, and has the MP4 behind it. */
function wasLast(video, failed) {
  return [video, fileOf(video)].includes(failed) && ["mp4", undefined].includes(video.dataset.adapted);
}

/** Stops the element, so that it looks as it is, and tries again when somebody plays. */
function giveUp(video, file) {
  const at = video.currentTime;
  video.preload = "none";
  // Not `load()`: then browsers would not wait.
  video.src = file;
  video.currentTime = at;
}

/** Opens the page anew, at the present second of this video. */
function reload(event, video) {
  event.preventDefault();
  history.replaceState(history.state, "", `#t=${Math.floor(video.currentTime)}&video=${video.dataset.key}`);
  location.reload();
}

/** Shows the sentence that stands in the video's figure, for as long as it is true. */
export function tellWhenLost(video) {
  const sentence = video.closest("[data-video]")?.querySelector("[data-video-lost]");
  if (!sentence) return;
  const file = fileOf(video).src.split("#")[0];
  const tell = () => {
    // A browser that loads what nobody plays fails again by itself: that is said already.
    if (!sentence.hidden && video.paused) return;
    sentence.hidden = false;
    giveUp(video, file);
  };
  video.addEventListener("error", ({ target }) => wasLast(video, target) && tell(), true);
  video.addEventListener("loadedmetadata", () => (sentence.hidden = true));
  sentence.querySelector("a").addEventListener("click", (event) => reload(event, video));
  window.addEventListener("online", () => {
    if (sentence.hidden) return;
    video.preload = "metadata";
    goOn(video, () => video.load());
  });
  // It may have failed before this module was there to hear of it.
  if (hasFailed(video)) tell();
}
