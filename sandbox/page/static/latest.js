/**
 * Wraps a task so that it never runs twice at once: calls made meanwhile cause exactly one more run.
 * Reading again after a burst of events stays cheap, and an old answer never overtakes a new one.
 * @param {() => Promise<void>} task
 * @returns {() => Promise<void>}
 */
export function latest(task) {
  let running = null;
  let again = false;
  return () => {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      try {
        do {
          again = false;
          await task();
        } while (again);
      } finally {
        running = null;
      }
    })();
    return running;
  };
}
