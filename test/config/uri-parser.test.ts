import { fields } from "../../nodes/uri-parser/config";
import { itSaves, savedFlag, savedText, type SavedProperty } from "./saved-properties";

describe("the saved properties of uri-parser", () => {
  itSaves(fields, {
    name: savedText(),
    action: savedChoice(["parse", "format", "redact"]),
    property: savedText("payload"),
    propertyType: savedChoice(["msg", "flow", "global", "env"]),
    target: savedText("payload"),
    // The environment is only read.
    targetType: savedChoice(["msg", "flow", "global"], ["env"]),
    strict: savedFlag(true),
  });
});

/** One of some words; the first is the default. */
function savedChoice(words: readonly string[], others: readonly string[] = []): SavedProperty {
  return {
    fallback: words[0],
    valid: words.map((word) => [word, word] as const),
    invalid: [...others, "other", "PARSE", 0, true, {}],
    code: "config-not-one-of",
  };
}
