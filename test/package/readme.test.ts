import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { CONVENTIONS } from "../../nodes/lib/presence/conventions/conventions";
import { ROOT } from "./node-types";

describe("the readme", () => {
  const readme = readFileSync(path.join(ROOT, "README.md"), "utf8");

  for (const { id, name, base = "", watches, isOnlyByName = false } of CONVENTIONS) {
    it(`lists ${name} with its topics, and whether auto leaves it out`, () => {
      const row = readme.split("\n").find((line) => line.startsWith("|") && line.includes(`| \`${id}\` `)) ?? "";
      const missing = watches
        .map(({ topic }) => shape(topic.replace("{base}", base)))
        .filter((topic) => !shape(row).includes(topic));
      assert.deepEqual(missing, []);
      assert.equal(row.includes(`| ${name}${isOnlyByName ? " \\*" : ""} `), true, row);
    });
  }

  it("names files, pictures and headings that are there", () => {
    const files = [...readme.matchAll(/(?:\]\(|src="|`)((?:docs|bench|test)\/[\w./-]+|[A-Z]+\.md)/g)].map(
      ([, file]) => file ?? "",
    );
    assert.deepEqual(
      [...new Set(files)].filter((file) => !existsSync(path.join(ROOT, file))),
      [],
    );
    const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, title]) => `#${anchor(title ?? "")}`);
    const links = [...readme.matchAll(/\]\((#[^)]*)\)/g)].map(([, link]) => link ?? "");
    assert.ok(files.length > 10 && links.length > 10);
    assert.deepEqual(
      links.filter((link) => !headings.includes(link)),
      [],
    );
  });
});

/** As GitHub makes it of a heading. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, "")
    .replaceAll(" ", "-");
}

/** With every name of a wildcard as one, however it is written. */
function shape(text: string): string {
  return text.replace(/\+\w*|<\w+>/g, "+");
}
