// Says when a video can no longer be loaded, or only the network is gone: then it plays on by itself later.

import { goOn } from "./player-adaptive.js";

const fileOf = (video) => video.querySelector("source");

/** Whether this was the last thing to try: behind a playlist, looked for or playing, is the MP4. */
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

/** Shows the sentences that stand in the video's figure, each for as long as it is true. */
export function tellWhenLost(video) {
  const figure = video.closest("[data-video]");
  const [lost, offline] = ["lost", "offline"].map((name) => figure?.querySelector(`[data-video-${name}]`));
  if (!lost || !offline) return;
  const file = fileOf(video).src.split("#")[0];
  let stopped = false;
  const say = (sentence) => [lost, offline].forEach((one) => (one.hidden = one !== sentence));
  const stop = () => {
    // A browser that loads what nobody plays fails again by itself: that is said already.
    if (stopped && video.paused) return;
    stopped = true;
    say(navigator.onLine ? lost : offline);
    giveUp(video, file);
  };
  const goesOn = () => {
    stopped = false;
    say(null);
  };
  // Without a network hls.js waits and says nothing, however long.
  const waits = () => {
    const isStill = stopped || (!video.paused && video.readyState <= video.HAVE_CURRENT_DATA);
    if (isStill && !navigator.onLine) say(offline);
  };
  video.addEventListener("error", ({ target }) => (wasLast(video, target) ? stop() : waits()), true);
  video.addEventListener("waiting", waits);
  window.addEventListener("offline", waits);
  for (const event of ["loadedmetadata", "playing"]) video.addEventListener(event, goesOn);
  lost.querySelector("a").addEventListener("click", (event) => reload(event, video));
  window.addEventListener("online", () => {
    if (!stopped) return;
    stopped = false;
    video.preload = "metadata";
    goOn(video, () => video.load());
  });
}
