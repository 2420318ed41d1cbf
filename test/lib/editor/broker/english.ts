import assert from "node:assert/strict";
import { TrialWords } from "../../../../nodes/lib/editor/broker/trial-words";
import { catalogueOf } from "../../../package/catalogue";

const catalogue = catalogueOf("broker-config");

/** The texts of en-US, as its editor shows them. */
export const english = new TrialWords((key, values = {}) => {
  const [group = "", name = ""] = key.split(".", 2);
  const text = catalogue[group]?.[name];
  assert.ok(text !== undefined, `there is no text ${key}`);
  return text.replace(/__(\w+?)__/g, (_placeholder, value: string) => {
    const filled = values[value];
    assert.ok(typeof filled === "string" || typeof filled === "number", `${key} lacks ${value}`);
    return String(filled);
  });
}, "en-US");
