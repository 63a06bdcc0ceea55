/**
 * Follows a half's server-sent events for as long as the page is open.
 * The browser reconnects by itself; after a gap `onBack` says that anything may have changed meanwhile.
 * @param {"slack"|"graph"} half
 * @param {{onEvent: (event: any) => void, onBack: () => void, onState: (live: boolean) => void}} listener
 */
export function follow(half, { onEvent, onBack, onState }) {
  let wasOpen = false;
  const open = () => {
    const source = new EventSource(`/${half}/_control/stream`);
    source.onopen = () => {
      onState(true);
      if (wasOpen) onBack();
      wasOpen = true;
    };
    source.onmessage = (message) => onEvent(JSON.parse(message.data));
    source.onerror = () => {
      onState(false);
      // The browser gives up for good when the answer is not a stream (a proxy's 502, say): try anew.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 2000);
    };
  };
  open();
}
