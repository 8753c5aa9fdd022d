// @ts-check
// What can stand at a place of a GraphQL document, by the schema of the server.

/** @typedef {{ kind: string, name: string | null, ofType?: Ref | null }} Ref */
/** @typedef {{ name: string, type: Ref, args?: Slot[] }} Slot A field, an argument, or a field of an input. */
/**
 * @typedef {{ kind: string, name: string, fields: Slot[] | null, inputFields: Slot[] | null,
 *   enumValues: { name: string }[] | null, possibleTypes: { name: string }[] | null }} Type
 */
/** @typedef {{ root: string, types: Map<string, Type> }} Schema */
/** @typedef {{ slots: Slot[], takesValues: boolean, type?: Type, owner?: Slot }} Level What an open bracket holds. */

const REF = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
export const INTROSPECTION = `{ __schema { queryType { name } types {
  kind name enumValues { name } possibleTypes { name } inputFields { name type { ${REF} } }
  fields { name type { ${REF} } args { name type { ${REF} } } } } } }`;
const TOKENS = /#[^\n]*|"""[^]*?(?:"""|$)|"(?:\\.|[^"\\\n])*(?:"|$)|\.\.\.|\$?\w+|[{}()[\]:=!@|&]/g;

/** @param {{ __schema: { queryType: { name: string }, types: Type[] } }} data @returns {Schema} */
export function readSchema({ __schema: { queryType, types } }) {
  return { root: queryType.name, types: new Map(types.map((type) => [type.name, type])) };
}

/**
 * What may be written at the end of `text`, and the word that stands there already.
 * @param {Schema} schema @param {string} text @returns {{ word: string, words: string[] }}
 */
export function complete(schema, text) {
  const word = /\$?\w*$/.exec(text)?.[0] ?? "";
  const tokens = (text.slice(0, text.length - word.length).match(TOKENS) ?? []).filter((token) => token[0] !== "#");
  const { levels, value, condition } = read(schema, tokens);
  const level = levels.at(-1);
  const variables = [...new Set(text.match(/\$\w+(?=\s*:)/g) ?? [])];
  let found = ["query", "fragment"];
  if (condition) found = (level?.type?.possibleTypes ?? [...schema.types.values()].filter((type) => type.fields)).map(nameOf);
  else if (value) found = [...(named(schema, value.type)?.enumValues ?? []).map(nameOf), ...variables];
  else if (level) found = level.slots.map(nameOf);
  return { word, words: found.filter((each) => each.startsWith(word) && each !== word && !each.startsWith("__")) };
}

/**
 * The brackets that are open after `tokens`, the argument whose value follows, and whether a type condition does.
 * @param {Schema} schema @param {string[]} tokens
 */
function read(schema, tokens) {
  /** @type {Level[]} */
  const levels = [];
  /** @type {Slot | undefined} */
  let slot;
  /** @type {Slot | undefined} */
  let value;
  let next = schema.types.get(schema.root);
  let condition = false;
  for (const [place, token] of tokens.entries()) {
    const level = levels.at(-1);
    const said = value;
    if (!["[", "!"].includes(token)) value = undefined;
    if (token === "{") {
      const type = said ? named(schema, said.type) : slot && level ? named(schema, slot.type) : next;
      levels.push({ slots: type?.fields ?? type?.inputFields ?? [], type, takesValues: !type?.fields });
      slot = undefined;
    } else if (token === "(") {
      levels.push({ slots: (level && slot?.args) || [], takesValues: true, owner: slot });
    } else if (token === "}" || token === ")") {
      slot = levels.pop()?.owner;
    } else if (token === ":") {
      value = level?.takesValues ? slot : undefined;
    } else if (token === "...") {
      next = level?.type;
      slot = undefined;
    } else if (token === "on" && (tokens[place - 1] === "..." || tokens[place - 2] === "fragment")) {
      condition = true;
    } else if (/^\w/.test(token)) {
      if (condition) next = schema.types.get(token);
      slot = condition ? undefined : level?.slots.find((each) => each.name === token);
      condition = false;
    }
  }
  return { levels, value, condition };
}

/** @param {Schema} schema @param {Ref} ref @returns {Type | undefined} */
function named(schema, ref) {
  return ref.ofType ? named(schema, ref.ofType) : schema.types.get(ref.name ?? "");
}

/** @param {{ name: string }} each */
function nameOf(each) {
  return each.name;
}
