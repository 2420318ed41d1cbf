import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { makeCertificates, type Certificates } from "./certificates";
import { freePort } from "./free-port";
import { run, start, type Program } from "./program";

/** What a test asks of its mosquitto. */
export interface MosquittoOptions {
  /** Further lines of its configuration: `max_qos 1`, `persistence true`, ... */
  readonly lines?: readonly string[];
  /** Names and passwords; without them everybody may connect. */
  readonly users?: Readonly<Record<string, string>>;
  /** Listens with TLS only. */
  readonly tls?: boolean;
}

/** A running mosquitto on 127.0.0.1. */
export interface Mosquitto {
  readonly port: number;
  /** `mqtt://127.0.0.1:<port>`, or `mqtts://localhost:<port>` with TLS. */
  readonly uri: string;
  /** Its own folder: configuration, password file, certificates. Removed by `stop`. */
  readonly folder: string;
  /** With TLS only. */
  readonly certificates: Certificates | undefined;
  /** Its log, line by line. */
  readonly log: Program["lines"];
  /** Stops it and starts it again, on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const PROGRAMS = ["mosquitto", "mosquitto_pub", "mosquitto_sub", "mosquitto_passwd", "stdbuf"] as const;

/** What keeps tests with mosquitto from running here, and how to get it. */
export function mosquittoMissing(): string | undefined {
  const missing = PROGRAMS.filter((name) => find(name) === undefined);
  if (missing.length === 0) return undefined;
  return `${missing.join(", ")} not installed: apt-get install mosquitto mosquitto-clients coreutils`;
}

/** Where one of the programs is. */
export function mosquittoProgram(name: (typeof PROGRAMS)[number]): string {
  const found = find(name);
  if (found === undefined) throw new Error(mosquittoMissing());
  return found;
}

/** Starts a mosquitto on a free port; resolves when it listens. */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<Mosquitto> {
  const folder = await mkdtemp(path.join(tmpdir(), "mosquitto-"));
  const port = await freePort();
  const certificates = options.tls === true ? await makeCertificates(folder) : undefined;
  await writeFile(path.join(folder, "mosquitto.conf"), await configuration(folder, port, options, certificates));
  let broker = await launch(folder);
  return {
    port,
    uri: certificates === undefined ? `mqtt://127.0.0.1:${port}` : `mqtts://localhost:${port}`,
    folder,
    certificates,
    get log() {
      return broker.lines;
    },
    restart: async () => {
      await broker.stop();
      broker = await launch(folder);
    },
    stop: async () => {
      await broker.stop();
      await rm(folder, { recursive: true });
    },
  };
}

async function launch(folder: string): Promise<Program> {
  const broker = start(mosquittoProgram("mosquitto"), ["-v", "-c", path.join(folder, "mosquitto.conf")], {
    cwd: folder,
  });
  await broker.line(/ running$/);
  return broker;
}

async function configuration(
  folder: string,
  port: number,
  { lines = [], users }: MosquittoOptions,
  certificates: Certificates | undefined,
): Promise<string> {
  // Started by root it would become a user who can't read its folder.
  const configuration = [`user ${userInfo().username}`, `listener ${port} 127.0.0.1`];
  if (certificates !== undefined) {
    configuration.push(`certfile ${certificates.certificate}`, `keyfile ${certificates.key}`);
  }
  configuration.push(`allow_anonymous ${String(users === undefined)}`);
  if (users !== undefined) configuration.push(`password_file ${await passwordFile(folder, users)}`);
  return [...configuration, ...lines, ""].join("\n");
}

async function passwordFile(folder: string, users: Readonly<Record<string, string>>): Promise<string> {
  const file = path.join(folder, "passwords");
  await writeFile(file, "", { mode: 0o600 });
  for (const [name, password] of Object.entries(users)) {
    await run(mosquittoProgram("mosquitto_passwd"), ["-b", file, name, password]);
  }
  return file;
}

/** Debian puts the broker where only root's PATH looks. */
function find(name: string): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(path.delimiter), "/usr/sbin", "/usr/local/sbin"];
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}
