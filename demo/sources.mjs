import { existsSync, watch } from "node:fs";
import path from "node:path";

const MILLISECONDS_OF_REST = 200;

/**
 * Calls back when something in nodes/ or icons/ has changed. An editor saves in several steps, so it waits for a rest.
 * @param {string} root the checkout
 * @param {() => void} onChange
 */
export function watchSources(root, onChange) {
  let rest;
  const changed = () => {
    clearTimeout(rest);
    rest = setTimeout(onChange, MILLISECONDS_OF_REST);
  };
  const folders = ["nodes", "icons"].map((name) => path.join(root, name)).filter((folder) => existsSync(folder));
  const watchers = folders.map((folder) => watch(folder, { recursive: true }, changed));
  return {
    stop: () => {
      clearTimeout(rest);
      watchers.forEach((watcher) => watcher.close());
    },
  };
}
