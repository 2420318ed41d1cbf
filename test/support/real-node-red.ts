import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "./free-port";
import { newestNodeRed, nodeRedManifest, type NodeRedModule } from "./node-red-modules";
import { installedPackage } from "./packed-package";
import { start, type Program } from "./program";

export { nodeRedModules, type NodeRedModule } from "./node-red-modules";

/** What a test asks of its Node-RED. */
export interface NodeRedOptions {
  /** Default: the newest that the running Node supports. */
  readonly module?: NodeRedModule;
  /** The flow it starts with; default: none. */
  readonly flow?: readonly object[];
  /** Credentials of that flow: by node id, then by name. */
  readonly credentials?: Readonly<Record<string, object>>;
  /** Added to the settings file; must be JSON. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Runs in the user directory of another one, with its settings and flow, which must still be there; on a port of its own. */
  readonly beside?: RealNodeRed;
  /** A command that starts it: `["prlimit", "--fsize=65536"]`. */
  readonly through?: readonly string[];
}

/** What a deploy restarts, as in the editor's menu: everything, changed flows, changed nodes. */
export type DeployType = "full" | "flows" | "nodes";

/** A Node-RED in a process of its own, with this package installed from its tarball. */
export interface RealNodeRed {
  /** Where the editor is, without a slash at the end. */
  readonly url: string;
  readonly version: string;
  readonly userDirectory: string;
  readonly pid: number;
  /** Its stdout and stderr, line by line. */
  readonly lines: Program["lines"];
  /** All it has written so far. */
  output(): string;
  /** Deploys as the editor does; resolves when the flows run. Credentials stand in the nodes' `credentials`. */
  deploy(flow: readonly object[], type?: DeployType): Promise<void>;
  /** SIGTERM; resolves when the process has ended and the user directory is gone. May be called again. */
  stop(): Promise<void>;
  /** SIGKILL; keeps the user directory until `stop`. */
  kill(): Promise<void>;
  /** Starts it again, after `kill` or while it runs, in the same user directory and on the same port. */
  restart(): Promise<void>;
}

/** Milliseconds: a cold start on a busy machine. */
const PATIENCE = 60_000;

/** Starts a Node-RED; resolves when its flows run. Throws with its output if it has no type for a node. */
export async function startNodeRed(options: NodeRedOptions = {}): Promise<RealNodeRed> {
  const module = options.module ?? newestNodeRed();
  const userDirectory = options.beside?.userDirectory ?? (await furnishedDirectory(options));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const node = [process.execPath, require.resolve(`${module}/red.js`)];
  const command = [...(options.through ?? []), ...node, "--userDir", userDirectory, "--port", String(port)];
  const env = { ...process.env, ...options.env };
  const remove = async (): Promise<void> => {
    if (options.beside === undefined) await rm(userDirectory, { recursive: true, force: true });
  };
  let program = await launch(command, env).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  return {
    url,
    version: nodeRedManifest(module).version,
    userDirectory,
    get pid() {
      return program.pid;
    },
    get lines() {
      return program.lines;
    },
    output: () => program.output(),
    deploy: async (flow, type = "full") => {
      program.lines.skip();
      await postFlows(url, flow, type);
      await flowsStarted(program);
    },
    stop: async () => {
      await program.stop();
      await remove();
    },
    kill: () => program.kill(),
    restart: async () => {
      await program.stop();
      program = await launch(command, env);
    },
  };
}

/** A user directory with this package, a settings file and a flow. */
async function furnishedDirectory({ flow = [], credentials = {}, settings }: NodeRedOptions): Promise<string> {
  const userDirectory = await mkdtemp(path.join(tmpdir(), "node-red-"));
  await installedPackage(userDirectory);
  await writeFile(path.join(userDirectory, "settings.js"), settingsFile(settings));
  await writeFile(path.join(userDirectory, "flows.json"), JSON.stringify(flow));
  await writeFile(path.join(userDirectory, "flows_cred.json"), JSON.stringify(credentials));
  return userDirectory;
}

async function launch([command = "", ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<Program> {
  const program = start(command, args, { env });
  try {
    await program.line(/Server now running at/, PATIENCE);
    await flowsStarted(program);
  } catch (error) {
    await program.kill();
    throw error;
  }
  return program;
}

async function flowsStarted(program: Program): Promise<void> {
  const line = await program.line(/Started (modified )?(flows|nodes)|Waiting for missing types/, PATIENCE);
  if (line.includes("missing types")) throw new Error(`Unknown node types:\n${program.output()}`);
}

/** The Admin API: POST /flows. */
async function postFlows(url: string, flows: readonly object[], type: DeployType): Promise<void> {
  const response = await fetch(`${url}/flows`, {
    method: "POST",
    headers: { "content-type": "application/json", "Node-RED-API-Version": "v2", "Node-RED-Deployment-Type": type },
    body: JSON.stringify({ flows }),
  });
  if (!response.ok) throw new Error(`POST /flows: ${response.status} ${await response.text()}`);
}

function settingsFile(settings: NodeRedOptions["settings"]): string {
  const all = {
    uiHost: "127.0.0.1",
    lang: "en-US",
    flowFile: "flows.json",
    credentialSecret: false,
    logging: { console: { level: "info", metrics: false, audit: false } },
    // Nothing that would ask the outside world.
    telemetry: { enabled: false, updateNotification: false },
    externalModules: { palette: { allowInstall: false } },
    editorTheme: { tours: false, projects: { enabled: false }, palette: { catalogues: [] } },
    ...settings,
  };
  return `module.exports = ${JSON.stringify(all, undefined, 2)};\n`;
}
