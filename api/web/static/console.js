// @ts-check
// The console: sends a document with its variables to /graphql and shows the answer. Nothing is kept.

/** @template {Element} T @param {string} id @param {new () => T} kind @returns {T} */
function get(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`#${id} is missing`);
  return found;
}

/** @type {Record<string, {document: string, variables: string}>} */
const operations = JSON.parse(get("operations", HTMLScriptElement).textContent ?? "{}");
const chosen = get("operation", HTMLSelectElement);
const query = get("query", HTMLTextAreaElement);
const variables = get("variables", HTMLTextAreaElement);
const answer = get("answer", HTMLPreElement);
const parts = get("parts", HTMLFieldSetElement);

function begin() {
  query.value = operations[chosen.value].document;
  variables.value = operations[chosen.value].variables;
}

chosen.addEventListener("change", begin);
get("console", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  void run();
});
parts.disabled = false;
begin(); // a browser that reloads keeps the operation that was chosen

async function run() {
  try {
    const body = JSON.stringify({ query: query.value, variables: JSON.parse(variables.value || "{}") });
    const headers = { "Content-Type": "application/json", Accept: "application/graphql-response+json" };
    const response = await fetch("/graphql", { method: "POST", headers, body, cache: "no-store" });
    answer.textContent = JSON.stringify(await response.json(), null, 2);
  } catch (error) {
    answer.textContent = String(error);
  }
}
