import assert from "node:assert/strict";

/** A status as people see it, with values as long as they get. */
export function longestStatus(text: string, shortCauses: readonly string[]): string {
  const samples: Readonly<Record<string, string>> = {
    cause: shortCauses.reduce((longest, other) => (other.length > longest.length ? other : longest), ""),
    waiting: "10000",
    status: "403",
    qos: "0",
    name: "MQTT_URL",
    topics: "100000",
    acks: "65535",
    online: "10000",
    others: "10000",
    column: "100",
    character: "/",
    part: "username",
  };
  return text.replace(
    /__(\w+?)__/g,
    (_placeholder, name: string) => samples[name] ?? assert.fail(`no sample of ${name}`),
  );
}
