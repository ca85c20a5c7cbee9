// Adaptive playback for every <video data-master>; without this module the MP4 inside it plays.

const HLS_TYPE = "application/vnd.apple.mpegurl";

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
    hls.destroy();
    playFile(video);
  });
  hls.on(Hls.Events.LEVEL_SWITCHED, (_event, { level }) => (video.dataset.height = hls.levels[level].height));
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    video.dataset.adapted = "hls";
    video.play().catch(() => {});
  });
  hls.loadSource(video.dataset.master);
  hls.attachMedia(video);
}

async function adapt(video) {
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

// Nothing is fetched before somebody wants to watch: the page stays light on a slow network.
for (const video of document.querySelectorAll("video[data-master]")) {
  video.addEventListener("play", () => adapt(video), { once: true });
}
