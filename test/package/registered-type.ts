import { parse, type CallExpression, type Expression, type ObjectExpression, type Property } from "acorn";
import { simple } from "acorn-walk";

/** What the flow library learns about a node type from its HTML. */
export interface RegisteredType {
  readonly type: string;
  /** The literal ones of the definition's own values. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** The properties' default values. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** The names of the credentials. */
  readonly credentials: readonly string[];
}

const SCRIPT = /<script\s([^>]*)>([\s\S]*?)<\/script>/g;

/**
 * Finds a node type as the flow library does: by parsing the page's scripts, never running them, for a call
 * `registerType("literal", { an object literal })`. Throws where the flow library would give up.
 */
export function registeredTypes(html: string): RegisteredType[] {
  const scripts = [...html.matchAll(SCRIPT)].filter(([, attributes = ""]) => attributes.includes('"text/javascript"'));
  return scripts.flatMap(([, , script = ""]) => registrations(script));
}

/** The names of the credentials that a node's runtime code registers. */
export function runtimeCredentials(code: string): string[] {
  const options = calls(code).map((call) => call.arguments[2]);
  return options.flatMap((option) =>
    option?.type === "ObjectExpression" ? Object.keys(members(member(option, "credentials"))) : [],
  );
}

function registrations(script: string): RegisteredType[] {
  return calls(script).map((call) => {
    const [type, definition] = call.arguments;
    if (type?.type !== "Literal" || typeof type.value !== "string") throw new Error("the type is no literal");
    if (definition?.type !== "ObjectExpression") throw new Error(`${type.value}: the definition is no object literal`);
    return {
      type: type.value,
      facts: literals(members(definition)),
      defaults: defaultsOf(members(member(definition, "defaults"))),
      credentials: Object.keys(members(member(definition, "credentials"))),
    };
  });
}

function calls(code: string): CallExpression[] {
  const found: CallExpression[] = [];
  simple(parse(code, { ecmaVersion: "latest" }), {
    CallExpression(call) {
      const { callee } = call;
      if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return;
      if (callee.property.name === "registerType") found.push(call);
    },
  });
  return found;
}

function defaultsOf(properties: Readonly<Record<string, Expression>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, value(member(property, "value"))]),
  );
}

function literals(properties: Readonly<Record<string, Expression>>): Record<string, unknown> {
  const entries = Object.entries(properties).filter(([, expression]) => expression.type === "Literal");
  return Object.fromEntries(entries.map(([name, expression]) => [name, value(expression)]));
}

function member(object: Expression | undefined, name: string): Expression | undefined {
  return members(object)[name];
}

function members(object: Expression | undefined): Record<string, Expression> {
  if (object?.type !== "ObjectExpression") return {};
  return Object.fromEntries(object.properties.map((property) => nameAndValue(property)));
}

function nameAndValue(property: ObjectExpression["properties"][number]): [string, Expression] {
  if (property.type !== "Property") throw new Error("a spread hides what is defined");
  return [nameOf(property), property.value];
}

function nameOf({ key, computed }: Property): string {
  if (key.type === "Identifier" && !computed) return key.name;
  if (key.type === "Literal") return String(key.value);
  throw new Error("a computed name hides what is defined");
}

/** The value of a literal, of whatever depth. */
function value(expression: Expression | undefined): unknown {
  if (expression?.type === "Literal") return expression.value;
  if (expression?.type === "ArrayExpression") return expression.elements.map((item) => value(item as Expression));
  if (expression?.type !== "ObjectExpression") throw new Error(`${expression?.type ?? "nothing"} is no literal`);
  return Object.fromEntries(Object.entries(members(expression)).map(([name, item]) => [name, value(item)]));
}
