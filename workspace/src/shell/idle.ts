/* Notice that nobody has touched the workspace for a while. */
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** Call `asleep` after so many milliseconds without a sign of life; the returned function stops watching. */
export function idle(after: number, asleep: () => void): () => void {
  let last = Date.now();
  let told = 0;
  // The tabs of one browser share one session: work in any of them is a sign of life for all.
  const others = new BroadcastChannel("relata.awake");
  others.onmessage = () => (last = Date.now());
  const touched = () => {
    last = Date.now();
    if (last - told > 2_000) others.postMessage((told = last));
  };
  // The clock is asked, not counted: a laptop that was closed for an hour locks as it wakes.
  const watch = setInterval(() => {
    if (Date.now() - last >= after) asleep();
  }, 5_000);
  for (const sign of SIGNS) addEventListener(sign, touched, { passive: true, capture: true });
  return () => {
    clearInterval(watch);
    others.close();
    for (const sign of SIGNS) removeEventListener(sign, touched, { capture: true });
  };
}
