import type { Watch } from "../../presence/conventions/convention";

/** A watched pattern as people read it: `zigbee2mqtt/<device>/availability`. */
export function shownPattern({ topic }: Pick<Watch, "topic">, base: string): string {
  const levels = topic.replace("{base}", () => base).split("/");
  return levels.map((level) => level.replace(/^\+(.*)$/, (_all, name: string) => `<${name || "any"}>`)).join("/");
}
