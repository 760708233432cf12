// The mutations of a source, one small defect each, found in its syntax tree.
import { parseAst } from "vitest/node";

/** @typedef {{ start: number, end: number, line: number, was: string, to: string }} Change */

const COMPARED = { "<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"] };
const OTHER = { "===": ["!=="], "!==": ["==="], "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "%": ["*"], "**": ["*"] };
const OPERATORS = { ...COMPARED, ...OTHER, "&&": ["||"], "||": ["&&"] };
const ASSIGNED = { "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=" };
const METHODS = {
  ...{ min: "max", max: "min", every: "some", some: "every", floor: "ceil", ceil: "floor", round: "floor" },
  ...{ find: "findLast", findLast: "find", startsWith: "endsWith", endsWith: "startsWith", padStart: "padEnd", padEnd: "padStart" },
};
const TESTED = new Set(["IfStatement", "ConditionalExpression"]);
const OWN_CHANGE = new Set(["BinaryExpression", "LogicalExpression", "UnaryExpression", "Literal"]);

const isNode = (value) => typeof value === "object" && value !== null && typeof value.type === "string";
const isText = (node) => node.type === "Literal" && typeof node.value === "string";

/** The parts of a text that are changed one by one: each word of a sentence, or a whole key or single word. */
function wordsIn(text) {
  if (text === "") return [{ at: 0, was: "", to: "mutant" }];
  if (!/\s/.test(text.trim())) return /\S/.test(text) ? [{ at: 0, was: text, to: "" }] : [{ at: 0, was: text, to: "_" }];
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(({ 0: was, index }) => ({ at: index, was, to: `${was}x` }));
}

/** Whether a node is only for the compiler or only names a module. */
const isSilent = (node) => /^(TS(?!AsExpression|SatisfiesExpression|NonNullExpression)|Import|ExportAll)/.test(node.type);

/**
 * Every mutation of a source, in source order: comparisons moved by one and reversed, other operators, negations, conditions without an
 * operator, booleans, numbers one up and one down, texts word by word, methods with an opposite, and return values.
 * @param {string} source TypeScript
 * @returns {Change[]}
 */
export function changesOf(source) {
  const found = [];
  const add = (start, end, to) => {
    const line = source.slice(0, start).split("\n").length;
    found.push({ start, end, line, was: source.slice(start, end), to });
  };
  const operator = (node, others) => {
    const at = source.indexOf(node.operator, node.left.end);
    for (const other of others) add(at, at + node.operator.length, other);
  };
  const words = (start, text) => {
    for (const { at, was, to } of wordsIn(text)) add(start + at, start + at + was.length, to);
  };
  const returned = (node) => {
    if (node && !(node.type === "Literal" && node.value === null) && !(node.type === "Identifier" && node.name === "undefined"))
      add(node.start, node.end, "undefined");
  };
  const own = (node, parent) => {
    if (node.type === "BinaryExpression" || node.type === "LogicalExpression") operator(node, OPERATORS[node.operator] ?? []);
    if (node.type === "AssignmentExpression" && ASSIGNED[node.operator]) operator(node, [ASSIGNED[node.operator]]);
    if (node.type === "UnaryExpression" && (node.operator === "!" || node.operator === "-")) add(node.start, node.argument.start, "");
    if (TESTED.has(node.type) && !OWN_CHANGE.has(node.test.type))
      add(node.test.start, node.test.end, `!(${source.slice(node.test.start, node.test.end)})`);
    if (node.type === "Literal" && typeof node.value === "boolean") add(node.start, node.end, String(!node.value));
    if (node.type === "Literal" && typeof node.value === "number")
      for (const other of [node.value + 1, node.value - 1]) add(node.start, node.end, `(${other})`);
    if (isText(node)) words(node.start + 1, source.slice(node.start + 1, node.end - 1));
    if (node.type === "TemplateElement") words(source.indexOf(node.value.raw, node.start), node.value.raw);
    const called = node.type === "CallExpression" && node.callee.type === "MemberExpression" ? node.callee.property : null;
    if (called && Object.hasOwn(METHODS, called.name)) add(called.start, called.end, METHODS[called.name]);
    if (node.type === "ReturnStatement") returned(node.argument);
    if (node.type === "ArrowFunctionExpression" && node.body.type !== "BlockStatement" && parent.type === "VariableDeclarator")
      returned(node.body);
  };
  const visit = (node, parent) => {
    if (isSilent(node)) return;
    own(node, parent);
    for (const [key, part] of Object.entries(node)) {
      if (key === "parent" || (key === "key" && !node.computed) || (key === "source" && isNode(part))) continue;
      for (const child of Array.isArray(part) ? part : [part]) if (isNode(child)) visit(child, node);
    }
  };
  visit(parseAst(source, { lang: "ts" }), { type: "" });
  return found.sort((a, b) => a.start - b.start);
}

const LOOPS = new Set(["ForStatement", "ForOfStatement", "ForInStatement", "WhileStatement", "DoWhileStatement"]);

/** The source with a call at the start of every loop. The call stops loops that a mutation has made endless. */
export function guarded(source) {
  const edits = [];
  const visit = (node) => {
    if (isSilent(node)) return;
    if (LOOPS.has(node.type)) edits.push([node.body.start, "{globalThis.stepOfMutant?.();"], [node.body.end, "}"]);
    for (const [key, part] of Object.entries(node))
      if (key !== "parent") for (const child of Array.isArray(part) ? part : [part]) if (isNode(child)) visit(child);
  };
  visit(parseAst(source, { lang: "ts" }));
  return edits.sort((a, b) => b[0] - a[0]).reduce((text, [at, more]) => text.slice(0, at) + more + text.slice(at), source);
}
