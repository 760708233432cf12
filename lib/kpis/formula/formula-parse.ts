/** A formula over other KPIs, with the position (0-based) where each part begins. */
export type Expression =
  | { type: "number"; value: string; at: number }
  | { type: "kpi"; code: string; at: number }
  | { type: "negate"; of: Expression; at: number }
  | { type: "binary"; operator: Operator; left: Expression; right: Expression; at: number }
  | { type: "call"; name: FunctionName; of: Expression[]; at: number };
export type Operator = "+" | "-" | "*" | "/";
export type FunctionName = "sum" | "min" | "max" | "abs";

/** `at`: 0-based position in the formula; `message`: a sentence about it, ready to show. */
export type FormulaProblem = { at: number; message: string };
export type ParsedFormula = { expression: Expression; problem?: never } | { expression?: never; problem: FormulaProblem };

type Token = { kind: "number" | "kpi" | "name" | "sign" | "end"; text: string; at: number };

const MAX_LENGTH = 1000;
const MAX_DEPTH = 40;
const TOKEN = /\s*(?:(\d+(?:\.\d+)?|\.\d+)|\[([^\]]*)\]|([A-Za-z]+)|([-+*/(),\u2212\u00D7\u00F7]))/y;
const SAME_SIGN: Record<string, string> = { "\u2212": "-", "\u00D7": "*", "\u00F7": "/" };
const CODE = /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/;
const FUNCTIONS: Record<string, FunctionName> = { sum: "sum", min: "min", max: "max", abs: "abs" };

class Problem extends Error {
  readonly at: number;
  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/**
 * Parses a formula: KPI codes in brackets, numbers, + - * / with the usual precedence, a minus before a value, parentheses, and sum, min,
 * max (one value or more) and abs (one). At most 1,000 characters and 40 levels; refers to at least one KPI. Returns the tree, or the first
 * problem as a sentence with its position counted from 1.
 */
export function parseFormula(formula: string): ParsedFormula {
  try {
    if (formula.length > MAX_LENGTH)
      throw new Problem(MAX_LENGTH, `A formula has at most ${MAX_LENGTH} characters; this one has ${formula.length}.`);
    const parser = new Parser(tokens(formula));
    const expression = parser.whole();
    if (referencesOf(expression).length === 0)
      throw new Problem(0, "The formula has no KPI. Write its code in brackets, such as [SAL-01].");
    return { expression };
  } catch (error) {
    if (error instanceof Problem) return { problem: { at: error.at, message: error.message } };
    throw error;
  }
}

/** The codes a formula refers to, each once, in order of appearance. */
export function referencesOf(expression: Expression): string[] {
  const codes = new Set<string>();
  const visit = (node: Expression): void => {
    if (node.type === "kpi") codes.add(node.code);
    else if (node.type === "negate") visit(node.of);
    else if (node.type === "call") node.of.forEach(visit);
    else if (node.type === "binary") {
      visit(node.left);
      visit(node.right);
    }
  };
  visit(expression);
  return [...codes];
}

function tokens(formula: string): Token[] {
  const found: Token[] = [];
  const trimmed = formula.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(trimmed);
    if (!match) {
      const at = from + (/^\s*/.exec(trimmed.slice(from))?.[0].length ?? 0);
      const sign = trimmed[at] ?? "";
      throw new Problem(
        at,
        sign === "[" ? `The bracket at ${at + 1} is not closed.` : `"${sign}" at ${at + 1} is not allowed in a formula.`,
      );
    }
    const [all, number, code, name, sign] = match;
    const at = from + all.length - all.trimStart().length;
    if (number !== undefined) found.push({ kind: "number", text: number, at });
    else if (code !== undefined) found.push({ kind: "kpi", text: code.trim(), at });
    else if (name !== undefined) found.push({ kind: "name", text: name, at });
    else if (sign !== undefined) found.push({ kind: "sign", text: SAME_SIGN[sign] ?? sign, at });
  }
  return [...found, { kind: "end", text: "", at: trimmed.length }];
}

class Parser {
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;
  constructor(list: readonly Token[]) {
    this.tokens = list;
  }

  whole(): Expression {
    const expression = this.sum();
    const rest = this.peek();
    if (rest.kind !== "end") throw new Problem(rest.at, `An operator is expected before ${this.name(rest)}.`);
    return expression;
  }

  private sum(): Expression {
    this.depth += 1;
    if (this.depth > MAX_DEPTH)
      throw new Problem(this.peek().at, `The formula is nested deeper than ${MAX_DEPTH} levels at ${this.peek().at + 1}.`);
    let left = this.product();
    for (let token = this.takeSign("+", "-"); token; token = this.takeSign("+", "-"))
      left = { type: "binary", operator: token.text === "+" ? "+" : "-", left, right: this.product(), at: token.at };
    this.depth -= 1;
    return left;
  }

  private product(): Expression {
    let left = this.factor();
    for (let token = this.takeSign("*", "/"); token; token = this.takeSign("*", "/"))
      left = { type: "binary", operator: token.text === "*" ? "*" : "/", left, right: this.factor(), at: token.at };
    return left;
  }

  private factor(): Expression {
    const minuses: Token[] = [];
    for (let token = this.takeSign("-"); token; token = this.takeSign("-")) minuses.push(token);
    const value = this.value();
    // An even number of minus signs cancels out.
    return minuses.length % 2 === 0 ? value : { type: "negate", of: value, at: minuses[0]?.at ?? value.at };
  }

  private value(): Expression {
    const token = this.peek();
    this.next += 1;
    if (token.kind === "number") return { type: "number", value: token.text, at: token.at };
    if (token.kind === "kpi") {
      if (!CODE.test(token.text)) throw new Problem(token.at, `"${token.text}" at ${token.at + 1} is not a KPI code.`);
      return { type: "kpi", code: token.text, at: token.at };
    }
    if (token.kind === "name") return this.call(token);
    if (token.kind === "sign" && token.text === "(") {
      const inner = this.sum();
      this.close(token);
      return inner;
    }
    throw new Problem(
      token.at,
      `A KPI, a number or a parenthesis is expected ${token.kind === "end" ? "at the end" : `instead of ${this.name(token)}`}.`,
    );
  }

  private call(token: Token): Expression {
    const name = FUNCTIONS[token.text.toLowerCase()];
    if (!name || !Object.hasOwn(FUNCTIONS, token.text.toLowerCase()))
      throw new Problem(
        token.at,
        `"${token.text}" at ${token.at + 1} is not a function; there are sum, min, max and abs. KPI codes are written in brackets.`,
      );
    const open = this.takeSign("(");
    if (!open) throw new Problem(token.at, `"${token.text}" at ${token.at + 1} needs its values in parentheses.`);
    const of = [this.sum()];
    while (this.takeSign(",")) of.push(this.sum());
    this.close(open);
    if (name === "abs" && of.length !== 1) throw new Problem(token.at, `"abs" at ${token.at + 1} takes one value, not ${of.length}.`);
    return { type: "call", name, of, at: token.at };
  }

  private close(open: Token): void {
    if (this.takeSign(")")) return;
    const rest = this.peek();
    const where = rest.kind === "end" ? "is not closed" : `is not closed before ${this.name(rest)}`;
    throw new Problem(open.at, `The parenthesis at ${open.at + 1} ${where}.`);
  }

  private peek(): Token {
    return this.tokens[Math.min(this.next, this.tokens.length - 1)] ?? { kind: "end", text: "", at: 0 };
  }

  private takeSign(...signs: string[]): Token | null {
    const token = this.peek();
    if (token.kind !== "sign" || !signs.includes(token.text)) return null;
    this.next += 1;
    return token;
  }

  private name(token: Token): string {
    return `${token.kind === "kpi" ? `[${token.text}]` : `"${token.text}"`} at ${token.at + 1}`;
  }
}
