const pauseMs = 100;

/** Passes on a text at most ten times a second: what comes between is old by then. */
export const throttled = (tell: (text: string) => void, now: () => number = () => performance.now()): ((text: string) => void) => {
  let last = -Infinity;
  return (text) => {
    if (now() - last < pauseMs) return;
    last = now();
    tell(text);
  };
};
