// @ts-check
// The console: sends a document with its variables to /graphql and shows the answer, proposes what can be written, and
// remembers what was run as long as the page is open. Nothing is kept beyond that.

import { complete, INTROSPECTION, readSchema } from "./completion.js";

/** @template {Element} T @param {string} id @param {new () => T} kind @returns {T} */
function get(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`#${id} is missing`);
  return found;
}

/** @typedef {{ document: string, variables: string }} Operation */
/** @type {Record<string, Operation>} */
const operations = JSON.parse(get("operations", HTMLScriptElement).textContent ?? "{}");
/** @type {Operation[]} */
const runs = [];
const chosen = get("operation", HTMLSelectElement);
const query = get("query", HTMLTextAreaElement);
const variables = get("variables", HTMLTextAreaElement);
const answer = get("answer", HTMLPreElement);
const parts = get("parts", HTMLFieldSetElement);
const hints = get("hints", HTMLUListElement);
const past = get("past", HTMLSelectElement);
const MOST = 12;
/** @type {Promise<import("./completion.js").Schema> | undefined} */
let schema;

/** @param {Operation} operation */
function show(operation) {
  query.value = operation.document;
  variables.value = operation.variables;
  hints.replaceChildren();
}

/** @param {string} body @returns {Promise<any>} */
async function post(body) {
  const headers = { "Content-Type": "application/json", Accept: "application/graphql-response+json" };
  const response = await fetch("/graphql", { method: "POST", headers, body, cache: "no-store" });
  return response.json();
}

/** Shows what can be written where the caret is. */
async function propose() {
  schema ??= post(JSON.stringify({ query: INTROSPECTION })).then(({ data }) => readSchema(data));
  const { word, words } = complete(await schema, query.value.slice(0, query.selectionStart));
  const buttons = words.slice(0, MOST).map((each) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = each;
    button.addEventListener("click", () => {
      query.setRangeText(each, query.selectionStart - word.length, query.selectionStart, "end");
      query.focus();
      void propose();
    });
    item.append(button);
    return item;
  });
  hints.replaceChildren(...buttons);
}

async function run() {
  const ran = { document: query.value, variables: variables.value };
  try {
    const body = JSON.stringify({ query: ran.document, variables: JSON.parse(ran.variables || "{}") });
    answer.textContent = JSON.stringify(await post(body), null, 2);
    remember(ran);
  } catch (error) {
    answer.textContent = String(error);
  }
}

/** @param {Operation} ran */
function remember(ran) {
  runs.push(ran);
  const name = /(?:query|subscription)\s+(\w+)/.exec(ran.document)?.[1] ?? ran.document.trim().slice(0, 30);
  past.add(new Option(`${new Date().toLocaleTimeString()} ${name}`, String(runs.length - 1)), 1);
  past.disabled = false;
}

chosen.addEventListener("change", () => show(operations[chosen.value]));
past.addEventListener("change", () => past.value && show(runs[Number(past.value)]));
query.addEventListener("input", () => void propose());
query.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") get("console", HTMLFormElement).requestSubmit();
  else if (event.ctrlKey && event.key === " ") void propose().then(() => hints.querySelector("button")?.focus());
  else return;
  event.preventDefault();
});
hints.addEventListener("keydown", (event) => {
  if (event.key === "Escape") query.focus();
});
get("console", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  void run();
});
parts.disabled = false;
show(operations[chosen.value]); // a browser that reloads keeps the operation that was chosen
