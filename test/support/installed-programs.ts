import { existsSync } from "node:fs";
import path from "node:path";

/** Debian puts brokers where only root's PATH looks. */
const FOLDERS = [...(process.env["PATH"] ?? "").split(path.delimiter), "/usr/sbin", "/usr/local/sbin"];

/** Where a program is, if it is installed. */
export function installedProgram(name: string): string | undefined {
  return FOLDERS.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** Which programs are missing and how to get them; undefined if none is. @param packages Debian's names */
export function programsMissing(names: readonly string[], packages: string): string | undefined {
  const missing = names.filter((name) => installedProgram(name) === undefined);
  return missing.length === 0 ? undefined : `${missing.join(", ")} not installed: apt-get install ${packages}`;
}
