// @ts-check
// Remembers questions under random names, for the pages of one browser: in memory alone, and for an hour at most. The
// worker ends soon after the last page is closed.

/** @typedef {{ action: string, fields: string }} Question What a form sends, and where to. */

const HOUR = 3_600_000;

/** @type {Map<string, Question>} */
const kept = new Map();

/**
 * Answers a message that names a question with that question, and keeps a question that comes with its name.
 * @param {MessagePort} port
 */
export function serve(port) {
  port.onmessage = ({ data }) => {
    if (!data.question) return port.postMessage(kept.get(data.name));
    kept.set(data.name, data.question);
    setTimeout(() => kept.delete(data.name), HOUR);
  };
}

addEventListener("connect", (event) => serve(/** @type {MessageEvent} */ (event).ports[0]));
