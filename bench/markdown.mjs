/**
 * A Markdown table whose columns are padded so that it also reads well in a terminal; the first row is the head. Columns with
 * nothing but a head are left out.
 */
export function markdownTable(rows) {
  const filled = rows[0].map((_, column) => rows.length === 1 || rows.slice(1).some((row) => row[column] !== ""));
  const cells = rows.map((row) => row.filter((_, column) => filled[column]));
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const lines = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`);
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}
