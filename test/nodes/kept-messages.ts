import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { IPublishPacket } from "mqtt-packet";
import helper from "node-red-node-test-helper";
import { nodeFolder } from "../../nodes/lib/store/node-folder";
import { deploy, type DeployedFlow, type FlowNode } from "../support/flow";
import { Journal } from "../support/journal";
import { accepted, startPeer, type PeerConnection, type ScriptedPeer } from "../support/scripted-peer";

/** A broker that keeps its clients waiting until the test lets them in, and a Node-RED with a user directory. */
export class WaitingClients {
  /** Those who have sent CONNECT. */
  readonly clients = new Journal<PeerConnection>("CONNECT");
  readonly published = new Journal<IPublishPacket>("PUBLISH");
  /** Whether what is published is acknowledged. */
  acknowledges = true;
  #peer: ScriptedPeer | undefined;
  #userDir: string | undefined;
  #connection: PeerConnection | undefined;

  async begin(): Promise<void> {
    this.#userDir = await mkdtemp(path.join(tmpdir(), "kept-"));
    helper.settings({ userDir: this.#userDir });
    this.#peer = await startPeer((packet, connection) => {
      if (packet.cmd === "connect") this.clients.add(connection);
      if (packet.cmd !== "publish") return;
      this.published.add(packet);
      if (this.acknowledges) acknowledge(connection, packet);
    });
  }

  async end(): Promise<void> {
    helper.settings({ userDir: undefined });
    await helper.unload();
    await this.#peer?.stop();
    await rm(this.#userDir ?? "", { recursive: true });
  }

  /** A broker-config that keeps messages on disk, and an mqtt-out. */
  nodes(config: object = {}): FlowNode[] {
    return [
      { id: "broker", type: "broker-config", uri: this.#peer?.uri, queue: "disk", ...config },
      { id: "out", type: "mqtt-out", broker: "broker", topic: "a", qos: 1 },
    ];
  }

  deploy(config: object = {}): Promise<DeployedFlow> {
    return deploy(this.nodes(config));
  }

  /** Nodes in whose place `waiting` messages, 0 and so on, are safe on disk. */
  async keeping(count: number, config: object = {}): Promise<DeployedFlow> {
    const flow = await this.deploy(config);
    await this.clients.next();
    for (let payload = 0; payload < count; payload += 1) flow.send("out", { payload });
    await flow.completed.take(count);
    return flow;
  }

  /** The client that comes next, or has come, is let in. */
  async letIn(properties: object = {}): Promise<void> {
    this.#connection = await this.clients.next();
    this.letInLast(properties);
  }

  /** The client that came last is let in. */
  letInLast(properties: object = {}): void {
    this.#connection = this.clients.all.at(-1);
    this.#connection?.send(accepted(properties));
  }

  /** Acknowledges what was published, late. */
  acknowledge(...messages: readonly IPublishPacket[]): void {
    for (const message of messages) acknowledge(this.#connection, message);
  }

  /** The payloads of the next messages. */
  async payloads(count: number): Promise<number[]> {
    return (await this.published.take(count)).map(({ payload }) => Number(payload));
  }

  /** As people are told of it. */
  get folderName(): string {
    return nodeFolder("", "broker").name;
  }

  /** The files of the node. */
  async files(): Promise<string[]> {
    const all = await readdir(this.#userDir ?? "", { recursive: true, withFileTypes: true });
    return all.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  /** What is in Node-RED's user directory. */
  async everything(): Promise<string[]> {
    return readdir(path.join(this.#userDir ?? "", "m2m-flows-mqtt")).catch(() => []);
  }
}

function acknowledge(connection: PeerConnection | undefined, { messageId = 0 }: IPublishPacket): void {
  connection?.send({ cmd: "puback", messageId });
}
