// Adaptive playback: changes between renditions as the network allows, or stays at the one that was chosen.

const HLS_TYPE = "application/vnd.apple.mpegurl";

/** The library at work for each video, and the height somebody wants (0: whatever fits). */
const playing = new WeakMap();
const wanted = new WeakMap();

/** Shows the video at this height from now on, in pixels of its short side; 0 leaves it to the network. */
export function chooseHeight(video, height) {
  wanted.set(video, height);
  const hls = playing.get(video);
  if (!hls) return;
  const level = hls.levels.findIndex((one) => Math.min(one.width, one.height) === height);
  hls.autoLevelCapping = -1;
  hls.nextLevel = height ? level : -1;
}

/** Changes what the element plays, and goes on at the same second. */
function goOn(video, change) {
  const at = video.currentTime;
  change(at);
  if (at > 0) video.addEventListener("loadedmetadata", () => (video.currentTime = at), { once: true });
  video.play().catch(() => {});
}

/** Back to the MP4 that the page came with. */
function playFile(video) {
  video.dataset.adapted = "mp4";
  goOn(video, () => {
    video.removeAttribute("src");
    video.load();
  });
}

/** Plays through hls.js, which changes between renditions as the network allows. */
function playAdaptively(video, Hls) {
  const hls = new Hls({ enableWorker: false, capLevelToPlayerSize: true, startPosition: video.currentTime });
  let repaired = false;
  hls.on(Hls.Events.ERROR, (_event, problem) => {
    if (!problem.fatal) return;
    if (problem.type === Hls.ErrorTypes.MEDIA_ERROR && !repaired) {
      repaired = true;
      hls.recoverMediaError();
      return;
    }
    playing.delete(video);
    hls.destroy();
    playFile(video);
  });
  hls.on(Hls.Events.LEVEL_SWITCHED, (_event, { level }) => (video.dataset.height = hls.levels[level].height));
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    video.dataset.adapted = "hls";
    playing.set(video, hls);
    if (wanted.get(video)) chooseHeight(video, wanted.get(video));
    video.play().catch(() => {});
  });
  hls.loadSource(video.dataset.master);
  hls.attachMedia(video);
}

/** Plays from the playlist instead of the MP4; called once, when somebody plays. */
export async function adapt(video) {
  try {
    const { default: Hls } = await import("../npm/hls/hls.min.mjs");
    if (Hls.isSupported()) {
      playAdaptively(video, Hls);
      return;
    }
  } catch {
    // The library could not be loaded: the browser's own means remain.
  }
  if (video.canPlayType(HLS_TYPE)) {
    video.dataset.adapted = "native";
    video.addEventListener("error", () => playFile(video), { once: true });
    goOn(video, () => (video.src = video.dataset.master));
  } else {
    video.dataset.adapted = "mp4";
  }
}
