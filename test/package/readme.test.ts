import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { CONVENTIONS } from "../../nodes/lib/presence/conventions/conventions";
import { catalogueOf } from "./catalogue";
import { filesIn, nodeTypes, ROOT } from "./node-types";
import { SHARED } from "./text-keys";

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

  for (const type of nodeTypes) {
    it(`lists each property that a flow saves of ${type}`, () => {
      const { fields } = require(path.join(ROOT, "nodes", type, "config")) as { fields: object };
      const listed = codeIn(firstCells(sectionOf(readme, type)));
      assert.deepEqual(
        Object.keys(fields).filter((name) => !listed.includes(name)),
        [],
      );
    });
  }

  it("lists the examples, and no others", () => {
    const cells = firstCells(sectionOf(readme, "Examples"));
    const listed = cells.filter((cell) => /^\d/.test(cell)).map((cell) => `${cell.replace(" ", " - ")}.json`);
    assert.deepEqual(listed, filesIn("examples"));
  });

  it("quotes statuses as the nodes show them", () => {
    const quoted = codeIn(firstCells(sectionOf(readme, "When it doesn't connect")));
    assert.ok(quoted.length > 20);
    const shown = Object.values(catalogueOf(SHARED)["status"] ?? {}).map(pattern);
    assert.deepEqual(
      quoted.filter((text) => !shown.some((status) => status.test(text))),
      [],
    );
  });

  it("quotes figures of the bench as they are", () => {
    const results = readFileSync(path.join(ROOT, "bench/RESULTS.md"), "utf8").split("\n");
    const rows = readme.split("\n").filter((line) => line.includes("bench/RESULTS.md"));
    const compared = rows.flatMap((row) => [...row.matchAll(/([\d.,]+)(?: \w+)? instead of ([\d.,]+)/g)]);
    assert.equal(compared.length, 3);
    const stand = ([, ours, builtIn]: RegExpExecArray): boolean =>
      results.some((row) => row.includes(`| ${builtIn} `) && row.includes(`| ${ours} `));
    assert.deepEqual(
      compared.filter((figures) => !stand(figures)).map(([text]) => text),
      [],
    );
  });
});

for (const document of ["README.md", "SECURITY.md"]) {
  describe(document, () => {
    const text = readFileSync(path.join(ROOT, document), "utf8");

    it("names files and pictures that are there", () => {
      const files = [...text.matchAll(/(?:\]\(|src="|`)((?:docs|bench|test)\/[\w./-]+|[A-Z]+\.md)/g)].map(
        ([, file]) => file ?? "",
      );
      assert.ok(files.length > 10);
      assert.deepEqual(
        [...new Set(files)].filter((file) => !existsSync(path.join(ROOT, file))),
        [],
      );
    });

    it("links to headings that are there", () => {
      const links = [...text.matchAll(/\]\(([A-Z]+\.md)?(#[^)]*)\)/g)];
      assert.ok(links.length > 1);
      const broken = links.filter(([, file = document, heading = ""]) => !anchorsIn(file).includes(heading));
      assert.deepEqual(
        broken.map(([link]) => link),
        [],
      );
    });
  });
}

/** What links to the headings of a document look like. */
function anchorsIn(document: string): string[] {
  const text = readFileSync(path.join(ROOT, document), "utf8");
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) => `#${anchor(title)}`);
}

/** What stands below a heading, up to the next of its level; a node's heading has its type, or its type in words. */
function sectionOf(readme: string, title: string): string {
  const sections = readme.split(/^(?=### |## )/m);
  return sections.find((section) => titleOf(section).replaceAll(" ", "-").includes(title.replaceAll(" ", "-"))) ?? "";
}

function titleOf(section: string): string {
  return section.split("\n", 1)[0] ?? "";
}

/** The first cell of each row of the tables. */
function firstCells(section: string): string[] {
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.map((row) => (row.split("|")[1] ?? "").trim());
}

function codeIn(texts: readonly string[]): string[] {
  return texts.flatMap((text) => [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code));
}

/** A status with any values; the readme may begin it with `…` after another one. */
function pattern(status: string): RegExp {
  const literal = status.replace(/[.?+()[\]|]/g, String.raw`\$&`).replace(/__\w+?__/g, ".+");
  const [first = "", ...rest] = literal.split(" ");
  return new RegExp(`^(?:${first}|…) ?${rest.join(" ")}$`);
}

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
