import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { filesIn, manifest, nodeTypes, ROOT } from "./package/node-types";

describe("the package", () => {
  it("has a folder for each node type, and a node type for each folder", () => {
    const folders = readdirSync(path.join(ROOT, "nodes")).filter((name) => name !== "lib");
    assert.deepEqual(folders.sort(), [...nodeTypes].sort());
  });

  for (const type of nodeTypes) {
    it(`has all the parts of ${type}`, () => {
      const parts = [`${type}.ts`, "config.ts", "editor.ts", "editor.html", ...locales(type)];
      const files = parts.map((part) => `nodes/${type}/${part}`);
      assert.deepEqual([...files, `icons/${type}.svg`].filter(isMissing), []);
    });

    it(`builds all the parts of ${type}`, () => {
      const parts = [`${type}.js`, `${type}.html`, `icons/${type}.svg`, ...locales(type)];
      assert.equal(manifest["node-red"].nodes[type], `dist/${type}/${type}.js`);
      assert.deepEqual(parts.map((part) => `dist/${type}/${part}`).filter(isMissing), []);
    });
  }

  it("packs what is built, the examples, the readme, the licence, and nothing else", () => {
    const built = [
      ...filesIn("dist").map((file) => `dist/${file}`),
      ...filesIn("examples").map((file) => `examples/${file}`),
    ];
    assert.deepEqual(packedFiles(), [...built, "CHANGELOG.md", "LICENSE", "README.md", "package.json"].sort());
  });

  it("builds no tests, sources or source maps", () => {
    assert.deepEqual(
      filesIn("dist").filter((file) => /\.(ts|map)$|test/.test(file)),
      [],
    );
  });

  it("runs no script of a dependency when it is installed, and knows each by its checksum", () => {
    const { packages } = JSON.parse(readFileSync(path.join(ROOT, "package-lock.json"), "utf8")) as Lock;
    const installed = Object.entries(packages).filter(([folder, { dev = false }]) => folder !== "" && !dev);
    assert.ok(installed.length > 5);
    const odd = installed.filter(([, { hasInstallScript = false, integrity = "" }]) => hasInstallScript || !integrity);
    assert.deepEqual(odd, []);
  });

  it("doesn't record where its dependencies were downloaded from", () => {
    assert.doesNotMatch(readFileSync(path.join(ROOT, "package-lock.json"), "utf8"), /"resolved":/);
  });
});

/** A package-lock.json, by folder. */
interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly dev?: boolean; readonly hasInstallScript?: boolean; readonly integrity?: string }>
  >;
}

function locales(type: string): string[] {
  return [`locales/en-US/${type}.json`, `locales/en-US/${type}.html`];
}

function isMissing(file: string): boolean {
  return !existsSync(path.join(ROOT, file));
}

function packedFiles(): string[] {
  const json = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [tarball] = JSON.parse(json) as { files: { path: string }[] }[];
  assert.ok(tarball);
  return tarball.files.map((file) => file.path).sort();
}
