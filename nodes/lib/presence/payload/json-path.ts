const NAME = /[^.[\]]+/g;

/**
 * What stands at a path in parsed JSON, `net.mqtt.state` or `items[0].state`; undefined where there is nothing. Only
 * what the JSON itself says is found, not what every object has.
 */
export function jsonAt(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.match(NAME) ?? []) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

/** A JSON value as the text that a payload of its own would be; undefined of what is no single value. */
export function jsonText(value: unknown): string | undefined {
  if (typeof value === "string") return value.trim();
  return typeof value === "boolean" || typeof value === "number" ? String(value) : undefined;
}
