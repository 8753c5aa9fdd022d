// @ts-check
// The buttons of the sheet that only a script can offer: print, and copy the text.

/** Offers them where a sheet is shown. */
export function offerSheet() {
  offer(".print", () => window.print());
  offer(".copy", () => {
    const text = document.querySelector("#plain");
    const said = document.querySelector(".copied");
    if (!(text instanceof HTMLTextAreaElement) || !(said instanceof HTMLElement)) return;
    text.select();
    void copy(text.value).then(() => { said.textContent = said.dataset.said ?? ""; });
  });
}

/** @param {string} selector @param {() => void} act */
function offer(selector, act) {
  const button = document.querySelector(selector);
  if (!(button instanceof HTMLButtonElement) || !button.hidden) return;
  button.hidden = false;
  button.addEventListener("click", act);
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    document.execCommand("copy"); // no clipboard here, or none allowed: the selected text is copied the old way
  }
}

offerSheet();
