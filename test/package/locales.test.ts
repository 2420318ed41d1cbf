import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { catalogueOf, languagesOf, ORIGINAL, placeholders, textsOf, type Catalogue } from "./catalogue";
import { codeIn, helpOf, linksIn, quotesIn, type HelpBlock } from "./help-page";
import { filesIn, nodeTypes, ROOT } from "./node-types";
import { longestStatus } from "./status-text";
import { SHARED } from "./text-keys";

const LANGUAGES = [ORIGINAL, "de", "ja", "zh-CN"];

/** Names, units and examples that are the same in each language. */
const INTERNATIONAL = new Set([
  ...["mqtt://homeassistant.local", "homeassistant.local", "mqtt://user:password@host:1883", "/mqtt", "mqtt", "uri"],
  ...["MQTT 5", "MQTT 3.1.1", "MQTT 3.1", "QoS", "WebSocket", "kB", "MB", "mqtt broker", "parse uri", "build uri"],
  ...["ws:// WebSocket", "will monitor", "list, forget, reset", "JSON", "QoS __qos__"],
]);

/** Words that a language has in common with English. */
const COMMON: Readonly<Record<string, ReadonlySet<string>>> = {
  de: new Set([
    "Broker",
    "Host",
    "Name",
    "Payload",
    "Payloads",
    "Port",
    "Proxy",
    "Retain",
    "Topic",
    "Version",
    "Details",
    "Session",
    "__online__ online",
    "__online__ online · __others__ offline",
    "online",
    "offline",
  ]),
};

/** The most characters of a text, by its group or as an option: what a dialog or the canvas shows without a cut. */
const MOST: Readonly<Record<string, number>> = { status: 31, short: 16, fold: 44, placeholder: 42, option: 42 };

describe("the languages", () => {
  for (const type of nodeTypes) {
    it(`are the same for each node: ${type}`, () => {
      assert.deepEqual(languagesOf(type), [...LANGUAGES].sort());
    });

    it(`are all in the package: ${type}`, () => {
      assert.deepEqual(filesIn("dist", type, "locales"), filesIn("nodes", type, "locales"));
    });
  }
});

for (const type of nodeTypes) {
  for (const language of languagesOf(type)) {
    describe(`the texts of ${type} in ${language}`, () => {
      it("are short enough for their places", () => {
        assert.deepEqual(overlong(type, textsOf(catalogueOf(type, language))), []);
      });

      if (language !== ORIGINAL) isTranslated(type, language);
    });
  }
}

function isTranslated(type: string, language: string): void {
  it("are those of en-US, in the same order", () => {
    const keys = (catalogue: Catalogue): string[] => [...textsOf(catalogue).keys()];
    assert.deepEqual(keys(catalogueOf(type, language)), keys(catalogueOf(type)));
  });

  it("have the values of en-US to fill in", () => {
    const valuesIn = (text = ""): string => placeholders(text).sort().join();
    const differing = pairs(type, language).filter(([, text, original]) => valuesIn(text) !== valuesIn(original));
    assert.deepEqual(differing, []);
  });

  it("are translated", () => {
    const left = pairs(type, language).filter(([, text, original]) => text === original && !isCommon(text, language));
    assert.deepEqual(left, []);
  });

  it("come with the same help: its parts, code and links", () => {
    assert.deepEqual(outline(type, language), outline(type, ORIGINAL));
  });

  it("come with translated help", () => {
    const original = new Set(helpOf(type).map(({ text }) => text));
    const left = helpOf(type, language).filter(({ text }) => original.has(text) && !isCommon(text, language));
    assert.deepEqual(left, []);
  });

  it("come with help that quotes them, and the editor, as they are", () => {
    const shown = [type, SHARED].flatMap((name) => [...textsOf(catalogueOf(name, language)).values()]);
    const texts = [...shown, ...textsOfEditor(language)].map((text) => text.toLowerCase());
    const quotes = helpOf(type, language).flatMap(quotesIn);
    const wrong = quotes.filter((quote) => !texts.some((text) => text.startsWith(quote.toLowerCase())));
    assert.deepEqual(wrong, []);
  });
}

/** All texts of Node-RED's editor. */
function textsOfEditor(language: string): string[] {
  const isText = (value: unknown): value is string => typeof value === "string";
  const valuesOf = (texts: object): string[] =>
    Object.values(texts).flatMap((value: unknown) => (isText(value) ? [value] : valuesOf(value as object)));
  return valuesOf(require(`@node-red/editor-client/locales/${language}/editor.json`) as object);
}

/** The texts that en-US has, too: key, text, and the text of en-US. */
function pairs(type: string, language: string): [string, string, string][] {
  const original = textsOf(catalogueOf(type));
  const texts = [...textsOf(catalogueOf(type, language))];
  return texts.flatMap(([key, text]) => {
    const there = original.get(key);
    return there === undefined ? [] : [[key, text, there]];
  });
}

/** Tells whether a text may be the same as in English: it has no words, or words that the language has in common. */
function isCommon(text: string, language: string): boolean {
  const words = text.replace(/__\w+?__|`[^`]*`/g, "");
  return !/\p{L}/u.test(words) || INTERNATIONAL.has(text) || COMMON[language]?.has(text) === true;
}

/** What a translation keeps of the help: the kind of each block, its code and its links. */
function outline(type: string, language: string): string[] {
  const statuses = phrasesOfStatus(language);
  return helpOf(type, language).map((block) => {
    const code = codeIn(block).map((piece) => statuses.get(piece) ?? piece);
    return [sameMark(block), ...code.sort(), ...linksIn(block)].join(" ");
  });
}

/** The types of a property are words, as in `: topic (string | object) :`; only how many there are stays. */
function sameMark({ mark }: HelpBlock): string {
  return mark.replace(/\(.*\)/, (types) => `(${types.split("|").length})`);
}

/** The statuses that are told from code by their spaces: help that quotes one quotes it as its readers see it. */
function phrasesOfStatus(language: string): ReadonlyMap<string, string> {
  const { status: original = {} } = catalogueOf(SHARED);
  const { status = {} } = catalogueOf(SHARED, language);
  const phrases = Object.entries(status).filter(([code]) => original[code]?.includes(" "));
  return new Map(phrases.map(([code, text]) => [text, `status of ${code}`]));
}

/** The texts that don't fit into their places, with the most characters they may have. */
function overlong(type: string, texts: ReadonlyMap<string, string>): [string, string, number][] {
  const short = [...texts].filter(([key]) => key.startsWith("short.")).map(([, text]) => text);
  const options = optionKeys(type);
  const most = (key: string): number | undefined => (options.has(key) ? MOST.option : MOST[key.split(".", 1)[0] ?? ""]);
  return [...texts].flatMap(([key, text]) => {
    const limit = most(key) ?? Infinity;
    const shown = key.startsWith("status.") ? longestStatus(text, short) : text;
    return shown.length > limit ? [[key, shown, limit]] : [];
  });
}

/** The keys of the choices in a dialog's lists. */
function optionKeys(type: string): ReadonlySet<string> {
  const html = readFileSync(path.join(ROOT, "nodes", type, "editor.html"), "utf8");
  return new Set([...html.matchAll(/<option [^>]*data-i18n="([^"]*)"/g)].map(([, key = ""]) => key));
}
