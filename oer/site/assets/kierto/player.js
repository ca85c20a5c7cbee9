// Adaptive playback for every <video data-master>; without this module the MP4 inside it plays.

const HLS_TYPE = "application/vnd.apple.mpegurl";

/** Plays the master playlist, natively where the browser can, otherwise through hls.js; MP4 if neither works. */
async function adapt(video) {
  const master = video.dataset.master;
  if (!master || video.dataset.adapted) return;
  video.dataset.adapted = "waiting";
  const fallback = () => {
    video.dataset.adapted = "mp4";
    const at = video.currentTime;
    const playing = !video.paused;
    video.removeAttribute("src");
    video.load();
    video.currentTime = at;
    if (playing) video.play().catch(() => {});
  };
  try {
    const { default: Hls } = await import("../npm/hls/hls.min.mjs");
    if (Hls.isSupported()) {
      const hls = new Hls({ enableWorker: false, capLevelToPlayerSize: true });
      let repaired = false;
      hls.on(Hls.Events.ERROR, (_event, problem) => {
        if (!problem.fatal) return;
        if (problem.type === Hls.ErrorTypes.MEDIA_ERROR && !repaired) {
          repaired = true;
          hls.recoverMediaError();
          return;
        }
        hls.destroy();
        fallback();
      });
      hls.on(Hls.Events.MANIFEST_PARSED, () => (video.dataset.adapted = "hls"));
      hls.on(Hls.Events.LEVEL_SWITCHED, (_event, { level }) => (video.dataset.height = hls.levels[level].height));
      hls.loadSource(master);
      hls.attachMedia(video);
      return;
    }
  } catch {
    // The library could not be loaded: the browser's own means remain.
  }
  if (video.canPlayType(HLS_TYPE)) {
    video.dataset.adapted = "native";
    video.addEventListener("error", fallback, { once: true });
    video.src = master;
  } else {
    video.dataset.adapted = "mp4";
  }
}

/** Nothing is fetched before somebody wants to watch: the page stays light on a slow network. */
function onFirstUse(video) {
  const start = () => adapt(video);
  video.addEventListener("play", start, { once: true });
}

for (const video of document.querySelectorAll("video[data-master]")) onFirstUse(video);
