// Builds dist/ from nodes/. The list of nodes is package.json's "node-red".nodes; there is no other.
//   runtime: tsc to CommonJS, file by file (a type error fails the build)
//   editor:  esbuild, one readable script per node, written into the node's HTML with its dialog
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import esbuild from "esbuild";

const root = import.meta.dirname;
const dist = path.join(root, "dist");
const require = createRequire(import.meta.url);
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));

rmSync(dist, { recursive: true, force: true });
typeCheck("tsconfig.editor.json");
typeCheck("tsconfig.runtime.json");
for (const type of Object.keys(manifest["node-red"].nodes)) await buildNode(type);

/** Runs tsc over a project; the runtime's project also emits. */
function typeCheck(project) {
  const tsc = require.resolve("typescript/bin/tsc");
  try {
    execFileSync(process.execPath, [tsc, "-p", path.join(root, project)], { stdio: "inherit" });
  } catch {
    process.exit(1);
  }
}

/** Adds what the editor needs to dist/<type>: the HTML, the catalogues and the icon. */
async function buildNode(type) {
  const from = path.join(root, "nodes", type);
  const to = path.join(dist, type);
  const script = await bundleEditor(path.join(from, "editor.ts"));
  const dialog = readFileSync(path.join(from, "editor.html"), "utf8");
  writeFileSync(path.join(to, `${type}.html`), `<script type="text/javascript">\n${script}</script>\n\n${dialog}`);
  cpSync(path.join(from, "locales"), path.join(to, "locales"), { recursive: true });
  const icon = path.join(root, "icons", `${type}.svg`);
  if (existsSync(icon)) {
    mkdirSync(path.join(to, "icons"), { recursive: true });
    cpSync(icon, path.join(to, "icons", `${type}.svg`));
  }
}

/** Not minified: the flow library parses this script to learn the node's type and defaults. */
async function bundleEditor(entry) {
  const result = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    write: false,
    logLevel: "warning",
  });
  return result.outputFiles[0].text;
}
