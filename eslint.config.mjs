import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import ts from "typescript-eslint";

/** Folders of nodes/lib, lowest first: each may use those of lower rows only, and nothing in its own. */
const LAYERS = [
  ["config", "store", "admin-api"],
  ["topics", "uri"],
  ["messages", "presence"],
  ["outbox", "subscriptions"],
  ["connection"],
  ["monitoring", "trial"],
  ["survey"],
  ["admin"],
];

const NO_BROWSER = "^node:|^mqtt$|^ws$|^node-red$";
const CONNECTED = "(admin|connection|monitoring|outbox|subscriptions|survey|trial)/";

const folders = LAYERS.flat();
const nodeGlobals = Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, "readonly"]));

export default defineConfig(
  globalIgnores(["dist", ".demo"]),
  {
    files: ["**/*.mjs"],
    extends: [js.configs.recommended],
    languageOptions: { globals: nodeGlobals },
  },
  {
    files: ["**/*.ts"],
    extends: [js.configs.recommended, ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: ["tsconfig.json", "tsconfig.editor.json"] } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-import-type-side-effects": "error",
      // A number in a text reads as itself.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `() => socket.end()` and an early `return this.close()` are clear enough.
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // In a saved flow an empty text means "not set", so `||` is often meant.
      "@typescript-eslint/prefer-nullish-coalescing": ["error", { ignorePrimitives: { string: true } }],
      // MQTT forbids control characters by name [MQTT 5, 1.5.4].
      "no-control-regex": "off",
      // The compiler's noUnusedLocals and noUnusedParameters say it already.
      "@typescript-eslint/no-unused-vars": "off",
      // A bracket tells a name that no type declares.
      "@typescript-eslint/dot-notation": "off",
    },
  },
  {
    files: ["test/**/*.ts"],
    // Tests load modules whose names they compute.
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  ...LAYERS.flatMap((row, rank) => row.flatMap((folder) => layer(folder, LAYERS.slice(0, rank).flat()))),
  {
    files: ["nodes/lib/**/*.ts"],
    ignores: ["nodes/lib/editor/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: "Identifier[name='RED']", message: "RED stays in nodes/<node>/<node>.ts." },
      ],
    },
  },
  { files: ["nodes/lib/*.ts"], rules: restricted("^\\.\\./|^node-red$", "nodes/lib runs without Node-RED.") },
  { files: ["nodes/lib/{clock,errors,texts}.ts"], rules: restricted("^\\.|^node-red$", "All use this, it uses none.") },
  { files: ["nodes/*/config.ts"], rules: restricted(NO_BROWSER, "The editor uses this file too.") },
  {
    files: ["nodes/*/editor.ts", "nodes/lib/editor/**/*.ts"],
    rules: restricted(
      `${NO_BROWSER}|\\.\\./(lib/)?${CONNECTED}`,
      "The editor uses what is pure: topics, uri, messages, config.ts.",
    ),
  },
  {
    files: ["nodes/*/*.ts"],
    ignores: ["nodes/lib/**", "nodes/*/editor.ts", "nodes/*/config.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        { patterns: [{ regex: "^\\.\\./(?!lib/)", allowTypeImports: true, message: "Another node is a type only." }] },
      ],
    },
  },
);

/** A folder of nodes/lib, with the folders in it, knows the folders below it, the files that all use, and no Node-RED. */
function layer(folder, below) {
  const others = folders.filter((other) => other !== folder && !below.includes(other));
  const forbidden = [...others, "editor", "reporter", "node-status", "status", "status-line", "connection-event"].join(
    "|",
  );
  const message = `lib/${folder} may use ${below.join(", ")}.`;
  return ["", "*/", "*/*/"].map((inner) => {
    const up = "\\.\\./".repeat(inner.length / 2 + 1);
    const regex = `^${up}(${forbidden})(/|$)|^${up}\\.\\./|^node-red$`;
    return { files: [`nodes/lib/${folder}/${inner}*.ts`], rules: restricted(regex, message) };
  });
}

/** Forbids imports, those of types too. */
function restricted(regex, message) {
  return { "no-restricted-imports": ["error", { patterns: [{ regex, message }] }] };
}
