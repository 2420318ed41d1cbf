import Mustache from "mustache";
import { MqttNodeError } from "../errors";
import { checkTopicName } from "./topic-name";

/** One tag or one stretch of text of a parsed template, as the library gives it. */
type Token = readonly [kind: string, value: string, start: number, end: number, inside?: readonly Token[]];

/** Said here because they can be changed for all who share the library. */
const TAGS: [string, string] = ["{{", "}}"];

const UNCLOSED = "Unclosed tag";

const VARIABLES: readonly string[] = ["name", "&"];
const SECTIONS: readonly string[] = ["#", "^"];

/** A topic to publish to that is filled with values of a message: `home/{{params.room}}/set`. */
export class TopicTemplate {
  /** The values that every topic is made with; empty for a topic that is always the same. */
  readonly names: readonly string[];
  readonly #writer = new TopicWriter();
  readonly #tokens: readonly Token[];
  /** The topic, where it is always the same. */
  readonly #fixed: string | undefined;

  /**
   * @param text a mustache template; without a tag, a topic name
   * @throws MqttNodeError `template-invalid`, or a `topic-*` code for what stands beside the tags
   */
  constructor(text: string) {
    this.#tokens = parse(this.#writer, text);
    const all = flatten(this.#tokens);
    for (const token of all) checkTag(token);
    const beside = all.map(([kind, value]) => (kind === "text" ? value : "")).join("");
    this.#fixed = all.some(isFilled) ? undefined : beside;
    if (this.#fixed !== undefined || beside !== "") checkTopicName(beside);
    const names = this.#tokens.filter(([kind]) => VARIABLES.includes(kind)).map(([, name]) => name);
    this.names = [...new Set(names)];
  }

  /**
   * The topic for a message. Functions in it aren't called.
   * @throws MqttNodeError `template-value-missing`, `template-value-invalid`, or a `topic-*` code for what comes out
   */
  fill(msg: object): string {
    if (this.#fixed !== undefined) return this.#fixed;
    const topic = this.#writer.renderTokens(this.#tokens as unknown as string[][], new MessageContext(msg));
    checkTopicName(topic);
    return topic;
  }
}

function parse(writer: Mustache.Writer, text: string): Token[] {
  try {
    return writer.parse(text, TAGS) as Token[];
  } catch (error) {
    const detail = error instanceof Error ? error.message : "";
    // The library says where the text ends, which is seen anyway.
    if (detail.startsWith(UNCLOSED)) throw invalid(`${UNCLOSED}${atColumn(lastTagOf(text))}`);
    throw invalid(detail.replace(/ at (\d+)$/, (_at, position: string) => atColumn(Number(position))));
  }
}

/** Where the last tag begins, with all its braces. */
function lastTagOf(text: string): number {
  let start = text.lastIndexOf("{{");
  while (text[start - 1] === "{") start -= 1;
  return start;
}

function flatten(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token) => [token, ...(Array.isArray(token[4]) ? flatten(token[4]) : [])]);
}

function checkTag(token: Token): void {
  const [kind, value, start] = token;
  if (kind === ">") throw invalid(`No other template to put in${atColumn(start)}`);
  if (isFilled(token) && value === "") throw invalid(`No name${atColumn(start)}`);
  // The library takes all that stands before the next end of a tag for its name.
  if (isFilled(token) && /[{}]/.test(value)) throw invalid(`${UNCLOSED}${atColumn(start)}`);
}

/** Whether what becomes of it depends on the message. */
function isFilled([kind]: Token): boolean {
  return VARIABLES.includes(kind) || SECTIONS.includes(kind);
}

function invalid(detail: string): MqttNodeError {
  return new MqttNodeError("template-invalid", { detail });
}

/** @param position in UTF-16 units, from 0 */
function atColumn(position: number): string {
  return ` (column ${position + 1})`;
}

/** Puts values into topics as they are, while the library would escape them for HTML and leave out what is missing. */
class TopicWriter extends Mustache.Writer {
  override escapedValue([, name = ""]: string[], context: Mustache.Context): string {
    return topicText(name, context.lookup(name));
  }

  override unescapedValue(token: string[], context: Mustache.Context): string {
    return this.escapedValue(token, context);
  }
}

/** Finds values as the library does, but for functions: it would call them. */
class MessageContext extends Mustache.Context {
  override push(view: unknown): MessageContext {
    return new MessageContext(view, this);
  }

  override lookup(name: string): unknown {
    const value = readable(name, () => find(this, name));
    if (typeof value === "function") throw new MqttNodeError("template-value-invalid", { name });
    return value;
  }
}

/** The innermost section that has the name decides, be the value undefined. */
function find(innermost: Mustache.Context, name: string): unknown {
  if (name === ".") return innermost.view;
  const path = name.split(".");
  const last = path.pop() ?? "";
  for (let context: Mustache.Context | undefined = innermost; context !== undefined; context = context.parent) {
    const holder = path.reduce<unknown>((value, level) => (hasMembers(value) ? value[level] : undefined), context.view);
    if (hasMembers(holder) && last in holder) return holder[last];
  }
  return undefined;
}

function hasMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function topicText(name: string, value: unknown): string {
  const text = value === undefined || value === null ? "" : readable(name, () => textOf(value));
  if (text === undefined) throw new MqttNodeError("template-value-invalid", { name });
  if (text === "") throw new MqttNodeError("template-value-missing", { name });
  return text;
}

/** A named `#rest` gives an array of levels. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || typeof value === "bigint" || Number.isFinite(value)) return String(value);
  if (!Array.isArray(value)) return undefined;
  const levels = Array.from(value as unknown[]);
  return levels.every((level) => typeof level === "string") ? levels.join("/") : undefined;
}

/** What a message throws while it is read is the cause. */
function readable<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new MqttNodeError("template-value-invalid", { name }, cause);
  }
}
