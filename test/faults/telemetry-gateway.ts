import type { ErrorCode } from "../../nodes/lib/errors";
import { startNodeRed, type DeployType, type NodeRedOptions, type RealNodeRed } from "../support/real-node-red";
import { scale } from "./scale";
import { FEED, telemetryFlow, type Feed, type Sender } from "./telemetry-flow";

const { errors } = require("../../nodes/broker-config/locales/en-US/broker-config.json") as {
  errors: Readonly<Record<ErrorCode, string>>;
};

/** A Node-RED in a process of its own that publishes what it is fed. */
export class TelemetryGateway {
  readonly nodeRed: RealNodeRed;

  private constructor(nodeRed: RealNodeRed) {
    this.nodeRed = nodeRed;
  }

  /** Resolves when its flow runs, which says nothing about connections. */
  static async start(senders: readonly Sender[], options: NodeRedOptions = {}): Promise<TelemetryGateway> {
    const settings = { nodesExcludes: UNUSED, disableEditor: true, ...options.settings };
    return new TelemetryGateway(await startNodeRed({ flow: telemetryFlow(senders), ...options, settings }));
  }

  /** Resolves when all is put in. */
  async feed(feed: Feed): Promise<void> {
    await this.#post(feed);
  }

  /** The same, and doesn't wait for the end, which the process may not live to see. */
  feedUntilKilled(feed: Feed): void {
    this.feed(feed).catch(() => undefined);
  }

  /** Puts in the message after the last. */
  async end(): Promise<void> {
    await this.#post({});
  }

  /** Deploys its flow with other senders. */
  deploy(senders: readonly Sender[], type: DeployType): Promise<void> {
    return this.nodeRed.deploy(telemetryFlow(senders), type);
  }

  /** What its flow has said since the process was started, of one kind: `raised`, `completed <name>`. */
  said(what: string): string[] {
    const lines = this.nodeRed.lines.all.map(said).filter((line) => line.startsWith(`${what} `));
    return lines.map((line) => line.slice(what.length + 1));
  }

  /** Resolves when it has said as many. */
  async says(what: string, count: number): Promise<string[]> {
    while (this.said(what).length < count) await this.nodeRed.lines.next(undefined, scale.patience);
    return this.said(what);
  }

  /** Resolves when a node of this package says on the log what an error of that code is. */
  async complains(code: ErrorCode): Promise<void> {
    const sentence = sentenceOf(code);
    while (!this.complaints().some((line) => sentence.test(line)))
      await this.nodeRed.lines.next(undefined, scale.patience);
  }

  /** The warnings and errors of the nodes of this package since the process was started. */
  complaints(): string[] {
    return this.nodeRed.lines.all.filter((line) => /\[(warn|error)\] \[(broker-config|mqtt-out)/.test(line));
  }

  /** The same, without what an error of that code is said to be. */
  complaintsBut(code: ErrorCode): string[] {
    const sentence = sentenceOf(code);
    return this.complaints().filter((line) => !sentence.test(line));
  }

  stop(): Promise<void> {
    return this.nodeRed.stop();
  }

  async #post(body: object): Promise<void> {
    const headers = { "content-type": "application/json" };
    const response = await fetch(this.nodeRed.url + FEED, { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`POST ${FEED}: ${response.status}`);
    await response.text();
  }
}

/** A line of a function node, without date, level and node. */
function said(line: string): string {
  return /\[function:[^\]]*\] (.*)$/.exec(line)?.[1] ?? "";
}

/** The sentence of an error, whatever its values are. */
function sentenceOf(code: ErrorCode): RegExp {
  const parts = errors[code].split(/__\w+__/);
  return new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*"));
}

/** Nodes that take long to load, and nobody needs here. */
export const SLOW_NODES = ["21-httprequest.js", "22-websocket.js", "70-HTML.js", "70-XML.js", "10-file.js"];
const UNUSED = ["10-mqtt.js", ...SLOW_NODES];
