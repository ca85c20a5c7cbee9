// Adaptive playback: changes between renditions as the network allows, or stays at the one that was chosen.
// `data-adapted` says by which means a video plays: "asked" until that is known, "hls", "native" or "mp4".

const HLS_TYPE = "application/vnd.apple.mpegurl";

/** The library at work for each video, and the height somebody wants (0: whatever fits). */
const playing = new WeakMap();
const wanted = new WeakMap();

/** Videos somebody started and did not stop: given something else to play, an element stops by itself. */
const watched = new WeakSet();

/** Shows the video at this height from now on, in pixels of its short side; 0 leaves it to the network. */
export function chooseHeight(video, height) {
  wanted.set(video, height);
  const hls = playing.get(video);
  if (!hls) return;
  const level = hls.levels.findIndex((one) => Math.min(one.width, one.height) === height);
  hls.autoLevelCapping = -1;
  hls.nextLevel = height ? level : -1;
}

/** Changes what the element plays: it stays at its second, and plays on if somebody was watching. */
export function goOn(video, change) {
  const at = video.currentTime;
  change();
  // Said while there is nothing to seek in: there it begins, and until then it counts as the present second.
  video.currentTime = at;
  const begin = () => video.currentTime || (video.currentTime = at);
  if (at > 0) video.addEventListener("loadedmetadata", begin, { once: true });
  playOn(video);
}

function playOn(video) {
  if (watched.has(video) && video.paused) video.play().catch(() => {});
}

/** Whether what the element was given cannot be loaded. */
function hasFailed(video) {
  return Boolean(video.error) || video.networkState === HTMLMediaElement.NETWORK_NO_SOURCE;
}

/** Back to the page's MP4. While a playlist was only looked for it played, and is left alone. */
function playFile(video, file, leave = () => {}) {
  const untouched = video.dataset.adapted === "asked" && !hasFailed(video);
  video.dataset.adapted = "mp4";
  if (untouched) {
    leave();
    return;
  }
  goOn(video, () => {
    leave();
    video.src = file;
  });
}

/** Plays through hls.js, which changes between renditions as the network allows. */
function playAdaptively(video, Hls, file) {
  const hls = new Hls({ enableWorker: false, capLevelToPlayerSize: true, autoStartLoad: false });
  let repaired = false;
  const fail = (isOfMedia) => {
    if (isOfMedia && hls.media && !repaired) {
      repaired = true;
      goOn(video, () => hls.recoverMediaError());
      return;
    }
    playing.delete(video);
    playFile(video, file, () => hls.destroy());
  };
  hls.on(Hls.Events.ERROR, (_event, { fatal, type }) => fatal && fail(type === Hls.ErrorTypes.MEDIA_ERROR));
  hls.on(Hls.Events.LEVEL_SWITCHED, (_event, { level }) => (video.dataset.height = hls.levels[level].height));
  // Until the playlist is here the MP4 goes on: somebody who pauses meanwhile has paused.
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    video.dataset.adapted = "hls";
    playing.set(video, hls);
    goOn(video, () => hls.attachMedia(video));
    hls.startLoad(video.currentTime);
    if (wanted.get(video)) chooseHeight(video, wanted.get(video));
  });
  // hls.js repairs some things by itself, and each time the film stops.
  hls.on(Hls.Events.MEDIA_ATTACHED, () => playOn(video));
  hls.loadSource(video.dataset.master);
  // hls.js only logs what the element itself reports.
  video.addEventListener("error", () => video.error && playing.get(video) === hls && fail(true));
}

function watch(video) {
  watched.add(video);
  video.addEventListener("play", () => watched.add(video));
  // What has failed stops as well, and nobody has stopped it.
  video.addEventListener("pause", () => hasFailed(video) || watched.delete(video));
}

/** Plays from the playlist instead of the MP4; called once, when somebody plays. */
export async function adapt(video) {
  watch(video);
  // Read now: on iPhones hls.js takes the page's <source> away.
  const file = video.querySelector("source").src.split("#")[0];
  video.dataset.adapted = "asked";
  try {
    const { default: Hls } = await import("../npm/hls/hls.min.mjs");
    if (Hls.isSupported()) {
      playAdaptively(video, Hls, file);
      return;
    }
  } catch {
    // The library could not be loaded: the browser's own means remain.
  }
  if (video.canPlayType(HLS_TYPE)) {
    video.addEventListener("error", () => playFile(video, file), { once: true });
    goOn(video, () => (video.src = video.dataset.master));
    video.dataset.adapted = "native";
  } else {
    playFile(video, file);
  }
}
