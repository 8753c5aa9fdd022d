// @ts-check
// The buttons that only a script can offer: print, and copy the text.

/** @param {string} selector @param {() => void} act */
function offer(selector, act) {
  const button = document.querySelector(selector);
  if (!(button instanceof HTMLButtonElement)) return;
  button.hidden = false;
  button.addEventListener("click", act);
}

offer(".print", () => window.print());
offer(".copy", () => {
  const text = document.querySelector("#plain");
  const said = document.querySelector(".copied");
  if (!(text instanceof HTMLTextAreaElement) || !(said instanceof HTMLElement)) return;
  text.select();
  // Without a secure context there is no clipboard; the selected text is then copied the old way.
  const copied = navigator.clipboard ? navigator.clipboard.writeText(text.value) : Promise.resolve(document.execCommand("copy"));
  void copied.then(() => { said.textContent = said.dataset.said ?? ""; });
});
