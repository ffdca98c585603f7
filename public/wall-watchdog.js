// Beside the page of a wall: asks for a reload when the page has missed three heartbeats of its main thread.
const misses = 3;
let beatMs = 0;
let heardMs = 0;

addEventListener('message', ({ data }) => {
  beatMs = data.beatMs;
  heardMs = performance.now();
});

setInterval(() => {
  if (beatMs === 0 || performance.now() - heardMs <= misses * beatMs) return;
  beatMs = 0;
  postMessage('reload');
}, 250);
