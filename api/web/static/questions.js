// @ts-check
// Sends questions, and shows their answers in place of the page. A browser writes what its own forms send into its
// session file; what is sent from here it does not keep. Back, forward and reload ask again for what `keeper.js`
// remembers: the history holds a random name for it. Without this module the forms work as forms do.

import { serve } from "./keeper.js";
import { offerSheet } from "./sheet.js";

/** @typedef {import("./keeper.js").Question} Question */

const ACTIONS = ["/", "/sheet"];
const first = { address: location.href, language: document.documentElement.lang, title: document.title, body: document.body };
const keeper = openKeeper();

/** @returns {MessagePort} */
function openKeeper() {
  if (!("SharedWorker" in window)) {
    const { port1, port2 } = new MessageChannel();
    serve(port2);
    return port1;
  }
  const options = { type: /** @type {const} */ ("module"), extendedLifetime: true }; // it outlives a reload
  return new SharedWorker("/static/keeper.js", options).port;
}

/** @param {string} name @returns {Promise<Question | undefined>} */
function recall(name) {
  return new Promise((resolve) => {
    keeper.onmessage = ({ data }) => resolve(data);
    keeper.postMessage({ name });
  });
}

/** @param {string} language @param {string} title @param {HTMLElement} body */
function show(language, title, body) {
  document.documentElement.lang = language;
  document.title = title;
  body.removeAttribute("aria-busy");
  document.body.replaceWith(body);
  offerSheet();
}

/** @param {Question} question */
async function answer({ action, fields }) {
  document.body.setAttribute("aria-busy", "true");
  const working = document.querySelector("#working");
  if (working instanceof HTMLElement) working.textContent = working.dataset.said ?? "";
  const headers = { Accept: "text/html", "Content-Type": "application/x-www-form-urlencoded" };
  const response = await fetch(action, { method: "POST", headers, body: fields, cache: "no-store" });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  show(page.documentElement.lang, page.title, page.body);
  scrollTo(0, 0);
  const heading = document.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus();
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} button @returns {Question} */
function readQuestion(form, button) {
  const action = (button?.getAttribute("formaction") ?? form.getAttribute("action")) || "";
  const pairs = [...new FormData(form, button)].map(([name, value]) => [name, String(value)]);
  return { action, fields: String(new URLSearchParams(pairs)) };
}

addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!(form instanceof HTMLFormElement) || form.getAttribute("method") !== "post") return;
  const question = readQuestion(form, submitter);
  if (!ACTIONS.includes(question.action)) return;
  event.preventDefault();
  if (document.body.getAttribute("aria-busy") === "true") return;
  const name = crypto.getRandomValues(new Uint32Array(4)).join("-");
  answer(question).then(
    () => {
      keeper.postMessage({ name, question });
      history.pushState({ question: name }, "", "/");
    },
    () => form.submit(), // the browser says that nobody answers
  );
});

/** Shows what an entry of the history stands for. */
async function restore() {
  const question = history.state?.question && (await recall(history.state.question));
  if (question) return answer(question);
  if (location.href !== first.address) return location.reload();
  show(first.language, first.title, first.body);
}

addEventListener("popstate", () => void restore());
const [{ type }] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
if (type === "navigate") history.replaceState(null, ""); // a link to `/` on an answer leads to an empty question
else if (history.state?.question) void restore();
