import { connectAsync, type MqttClient } from "mqtt";
import { startAedes, type AedesBroker } from "../support/aedes-broker";
import { deploy, type DeployedFlow, type FlowMessage, type FlowNode } from "../support/flow";
import { Journal } from "../support/journal";

/** A subscription as it is listed, with what a node asks for by default. */
export const LISTED = { qos: 1, nl: false, rap: false, rh: 0, datatype: "auto-detect" };

/** A node `in` that subscribes by message, its broker, and somebody who publishes there. */
export class SubscribingNode {
  readonly broker: AedesBroker;
  readonly foreigner: MqttClient;
  /** `+filter QoS` and `-filter`, as the broker was asked. */
  readonly asked = new Journal<string>("SUBSCRIBE and UNSUBSCRIBE");
  #flow: DeployedFlow | undefined;

  constructor(broker: AedesBroker, foreigner: MqttClient) {
    this.broker = broker;
    this.foreigner = foreigner;
    broker.aedes.on("subscribe", (filters) => {
      for (const { topic, qos } of filters) this.asked.add(`+${topic} ${qos}`);
    });
    broker.aedes.on("unsubscribe", (filters) => {
      for (const topic of filters) this.asked.add(`-${topic}`);
    });
  }

  get flow(): DeployedFlow {
    if (this.#flow === undefined) throw new Error("the node hasn't been started");
    return this.#flow;
  }

  /** @param mqttIn further properties of the node @param config of its broker */
  nodes(mqttIn: object = {}, config: object = {}): FlowNode[] {
    return [
      { id: "broker", type: "broker-config", uri: this.broker.uri, ...config },
      { id: "in", type: "mqtt-in", broker: "broker", inputs: 1, wires: [["sink"]], ...mqttIn },
      { id: "sink", type: "helper" },
    ];
  }

  /** Deploys it, which says nothing about the connection. */
  async deploy(mqttIn: object = {}, config: object = {}): Promise<DeployedFlow> {
    this.#flow = await deploy(this.nodes(mqttIn, config));
    return this.#flow;
  }

  /** Deploys it, and waits until it is connected. */
  async start(mqttIn: object = {}, config: object = {}): Promise<DeployedFlow> {
    const flow = await this.deploy(mqttIn, config);
    await flow.statuses("in").next(({ fill }) => fill === "green");
    return flow;
  }

  command(action: string, topic?: unknown): void {
    this.flow.send("in", { action, topic } as FlowMessage);
  }

  /** Gives a command, and waits until it is done. */
  async done(action: string, topic?: unknown): Promise<FlowMessage> {
    this.command(action, topic);
    return this.flow.completed.next((msg) => msg["action"] === action);
  }

  async listed(): Promise<unknown[]> {
    await this.done("getSubscriptions");
    return (await this.flow.received("sink").next(({ topic }) => topic === "subscriptions")).payload as unknown[];
  }

  /** Publishes to some topics; the topics of what arrives until the last one does. */
  async arrived(...topics: string[]): Promise<string[]> {
    const sink = this.flow.received("sink");
    sink.skip();
    const before = sink.all.length;
    for (const topic of topics) await this.foreigner.publishAsync(topic, "x", { qos: 1 });
    const last = topics.at(-1);
    await sink.next(({ topic }) => topic === last);
    return sink.all.slice(before).map(({ topic }) => String(topic));
  }

  async stop(): Promise<void> {
    await this.foreigner.endAsync();
    await this.broker.stop();
  }
}

/** Gives each test of a describe block a broker with a node to start. */
export function useSubscribingNode(): () => SubscribingNode {
  let node: SubscribingNode | undefined;
  beforeEach(async () => {
    const broker = await startAedes();
    node = new SubscribingNode(broker, await connectAsync(broker.uri));
  });
  afterEach(() => node?.stop());
  return () => {
    if (node === undefined) throw new Error("no test is running");
    return node;
  };
}
