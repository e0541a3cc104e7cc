// Holds the line from the server to a page of a room. A page beside the board hears on such a line that its person sits there no more, and
// nothing else (CC-2.2). Without this script the page is made anew by Refresh.

const AGAIN_MS = 2000;

/**
 * Holds a line to the server, and opens it anew when it is cut: `opened` when it is there, `cut` when it isn't any more, and whether it ever
 * was; `out` when the seat has ended, `later` when another page follows from the same seat. With either of these it ends.
 */
export function hold(address, { heard = {}, opened, cut, out, later }) {
  let source = null;
  let live = false;
  let ever = false;
  let over = false;

  function stop() {
    over = true;
    source?.close();
  }

  function is() {
    live = true;
    ever = true;
    opened();
  }

  function open() {
    if (over) return;
    source = new EventSource(address);
    for (const [name, hear] of Object.entries(heard)) {
      source.addEventListener(name, (event) => {
        hear(event);
        is();
      });
    }
    // A line on which nothing is told of its own accord holds when it is open.
    if (Object.keys(heard).length === 0) source.addEventListener("open", is);
    source.addEventListener("out", () => {
      stop();
      out();
    });
    source.addEventListener("later", () => {
      stop();
      later();
    });
    source.addEventListener("error", () => {
      live = false;
      cut(ever);
      if (source.readyState === EventSource.CLOSED) setTimeout(open, AGAIN_MS);
    });
  }

  open();
  /** Whether what the page shows holds: nothing was ever told, or the line stands. */
  return { holds: () => live || !ever, stop };
}

/** A page beside the board: covered when its line is lost, and asked once whether the seat still counts where there never was one. */
export function beside(room, { shown, lost, doubt, out, later }) {
  const address = room.dataset.events;
  if (!address) return { holds: () => true, stop: () => {} };
  let asked = false;
  function cut(ever) {
    if (ever) lost();
    else if (!asked) doubt();
    asked = true;
  }
  return hold(address, { opened: shown, cut, out, later });
}
