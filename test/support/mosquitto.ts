import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import type { KeyPair } from "./certificates";
import { freePort } from "./free-port";
import { installedProgram, programsMissing } from "./installed-programs";
import { run, start, type Program } from "./program";

/** What a test asks of its mosquitto. */
export interface MosquittoOptions {
  /** Further lines of its configuration: `max_qos 1`, `persistence true`, ... */
  readonly lines?: readonly string[];
  /** Names and passwords; without them everybody may connect. */
  readonly users?: Readonly<Record<string, string>>;
  /** Listens with TLS only; with an authority, clients must have a certificate signed by it. */
  readonly tls?: { readonly server: KeyPair; readonly clientAuthority?: string };
  /** Is reached by WebSocket only. */
  readonly webSocket?: boolean;
  /** Logs what matters, not each packet: for tests with thousands of messages. */
  readonly isQuiet?: boolean;
}

/** A running mosquitto on 127.0.0.1. */
export interface Mosquitto {
  readonly port: number;
  /** `mqtt://127.0.0.1:<port>` or `ws://...`; `mqtts://localhost:<port>` or `wss://...` with TLS. */
  readonly uri: string;
  /** Its own folder: configuration, password file. Removed by `stop`. */
  readonly folder: string;
  /** Its log, line by line. */
  readonly log: Program["lines"];
  /** Stops it and starts it again on the same port, if need be with other options. */
  restart(options?: MosquittoOptions): Promise<void>;
  /** SIGTERM; its folder stays for `restart`. */
  halt(): Promise<void>;
  /** SIGKILL; its folder stays for `restart`. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const PROGRAMS = ["mosquitto", "mosquitto_pub", "mosquitto_sub", "mosquitto_passwd", "stdbuf"] as const;

/** What keeps tests with mosquitto from running here, and how to get it. */
export function mosquittoMissing(): string | undefined {
  return programsMissing(PROGRAMS, "mosquitto mosquitto-clients coreutils");
}

/** Where one of the programs is. */
export function mosquittoProgram(name: (typeof PROGRAMS)[number]): string {
  const found = installedProgram(name);
  if (found === undefined) throw new Error(mosquittoMissing());
  return found;
}

/** Starts a mosquitto on a free port; resolves when it listens. */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<Mosquitto> {
  const folder = await mkdtemp(path.join(tmpdir(), "mosquitto-"));
  const port = await freePort();
  const door = options.webSocket === true ? await freePort() : port;
  await configure(folder, port, door, options);
  const verbosity = options.isQuiet === true ? [] : ["-v"];
  let broker = await launch(folder, door, verbosity);
  return {
    port,
    uri: uriOf(port, options),
    folder,
    get log() {
      return broker.lines;
    },
    restart: async (others) => {
      await broker.stop();
      if (others !== undefined) await configure(folder, port, door, others);
      broker = await launch(folder, door, verbosity);
    },
    halt: () => broker.stop(),
    kill: () => broker.kill(),
    stop: async () => {
      await broker.stop();
      await rm(folder, { recursive: true });
    },
  };
}

function uriOf(port: number, { tls, webSocket = false }: MosquittoOptions): string {
  const scheme = webSocket ? "ws" : "mqtt";
  return tls === undefined ? `${scheme}://127.0.0.1:${port}` : `${scheme}s://localhost:${port}`;
}

/** Resolves when it takes connections: until then a SIGTERM would be lost to it. @param door a listener for MQTT */
async function launch(folder: string, door: number, verbosity: readonly string[]): Promise<Program> {
  const args = [...verbosity, "-c", path.join(folder, "mosquitto.conf")];
  const broker = start(mosquittoProgram("mosquitto"), args, { cwd: folder });
  await broker.line(/ running$/);
  const knock = connect(door, "127.0.0.1").on("error", () => knock.destroy());
  await broker.line(/ New connection from /);
  knock.destroy();
  return broker;
}

/** @param door where it listens for MQTT: it doesn't start with listeners for WebSockets alone */
async function configure(folder: string, port: number, door: number, options: MosquittoOptions): Promise<void> {
  const { lines = [], users, tls, webSocket = false } = options;
  const configuration = [
    // Started by root it would become a user who can't read its folder.
    `user ${userInfo().username}`,
    ...(door === port ? [] : [`listener ${door} 127.0.0.1`]),
    `listener ${port} 127.0.0.1`,
    ...(webSocket ? ["protocol websockets"] : []),
    ...(tls === undefined ? [] : tlsLines(tls)),
    `allow_anonymous ${String(users === undefined)}`,
    ...(users === undefined ? [] : [`password_file ${await passwordFile(folder, users)}`]),
    ...lines,
  ];
  await writeFile(path.join(folder, "mosquitto.conf"), `${configuration.join("\n")}\n`);
}

function tlsLines({ server, clientAuthority }: NonNullable<MosquittoOptions["tls"]>): string[] {
  const identity = [`certfile ${server.certificate}`, `keyfile ${server.key}`];
  if (clientAuthority === undefined) return identity;
  return [...identity, `cafile ${clientAuthority}`, "require_certificate true"];
}

async function passwordFile(folder: string, users: Readonly<Record<string, string>>): Promise<string> {
  const file = path.join(folder, "passwords");
  await writeFile(file, "", { mode: 0o600 });
  for (const [name, password] of Object.entries(users)) {
    await run(mosquittoProgram("mosquitto_passwd"), ["-b", file, name, password]);
  }
  return file;
}
