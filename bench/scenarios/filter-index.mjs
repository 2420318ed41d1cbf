import path from "node:path";

/** Measures the filter index alone: look-ups, and the memory beyond the filters' own text. */
export function filterIndex({ filters }) {
  return async (workbench, side, { warm, count }) => {
    const module = path.join(workbench.packageFolder, "dist", "lib", "topics", "topic-index.js");
    return workbench.startIndex().ask("measure", { module, filters, warm, count });
  };
}
