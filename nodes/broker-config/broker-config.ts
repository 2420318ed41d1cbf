import { hostname } from "node:os";
import type { ConnectionOptions } from "node:tls";
import type { Node, NodeAPI, NodeDef } from "node-red";
import { systemClock } from "../lib/clock";
import { readConfig } from "../lib/config/read-config";
import { generateClientId } from "../lib/connection/client-id";
import { Connection } from "../lib/connection/connection";
import { ConnectionLog } from "../lib/connection/connection-log";
import { connectionSettings } from "../lib/connection/connection-settings";
import type { ConnectionHolder } from "../lib/connection/shared-connection";
import { Deploys } from "../lib/connection/deploys";
import { Link } from "../lib/connection/link";
import { reasonName } from "../lib/connection/reason-codes";
import { MqttNodeError } from "../lib/errors";
import { MemoryOutbox } from "../lib/outbox/memory-outbox";
import { Reporter } from "../lib/reporter";
import { Subscriptions } from "../lib/subscriptions/subscriptions";
import { catalogueKey, type Translate } from "../lib/texts";
import { expandBrokerUris } from "../lib/uri/broker-uris";
import { fields, type BrokerConfig, type BrokerCredentials } from "./config";

type BrokerConfigNode = Node<BrokerCredentials> & ConnectionHolder;

/** Core's `tls-config` node. */
interface TlsConfigNode extends Node {
  /** Whether its files could be read. */
  readonly valid: boolean;
  addTLSOptions(options: ConnectionOptions): ConnectionOptions;
}

export default function registerBrokerConfig(RED: NodeAPI): void {
  const translate: Translate = (key, values) => RED._(catalogueKey(key), values);
  const deploys = new Deploys(RED.events);

  function BrokerConfigConstructor(this: BrokerConfigNode, saved: NodeDef): void {
    RED.nodes.createNode(this, saved);
    const reporter = new Reporter(this, translate);
    const lookup = (name: string): unknown => RED.util.getSetting(this, name);
    const { config, errors, unknown } = readConfig(fields, saved, lookup);
    reporter.unknownProperties(unknown);
    try {
      if (errors[0] !== undefined) throw errors[0];
      this.connection = connect(this, config, lookup);
      closeWith(this, this.connection);
    } catch (error) {
      this.problem = MqttNodeError.from(error);
      this.error(reporter.explain(this.problem));
    }
  }

  function connect(node: BrokerConfigNode, config: BrokerConfig, lookup: (name: string) => unknown): Connection {
    const uri = expandBrokerUris(config.uri, lookup);
    const generatedClientId = generateClientId(instanceId(), hostname(), node.id);
    const secrets = { ...node.credentials, tls: tlsOptions(config.tls), generatedClientId };
    const settings = connectionSettings({ ...config, uri }, secrets);
    const connection = new Connection(settings, {
      subscriptions: new Subscriptions(config.subscribeBatch, reasonName),
      outbox: new MemoryOutbox(outboxSettings(config), systemClock),
      openLink: (linkSettings, memory, events) => new Link(linkSettings, memory, events, systemClock),
      clock: systemClock,
      random: Math.random,
    });
    connection.observe(new ConnectionLog(node, translate));
    return connection;
  }

  /** Of this Node-RED; empty where the runtime has no stored settings. */
  function instanceId(): string {
    return RED.settings.available() ? String(RED.settings.get("instanceId")) : "";
  }

  /** @throws MqttNodeError `tls-config-missing` */
  function tlsOptions(id: string): ConnectionOptions {
    if (id === "") return {};
    const node = RED.nodes.getNode(id) as TlsConfigNode | null;
    if (typeof node?.addTLSOptions !== "function" || !node.valid) throw new MqttNodeError("tls-config-missing", {});
    return node.addTLSOptions({});
  }

  function closeWith(node: BrokerConfigNode, connection: Connection): void {
    deploys.follow(connection);
    node.on("close", (done: () => void) => {
      deploys.unfollow(connection);
      connection.close(done);
    });
  }

  RED.nodes.registerType<BrokerConfigNode, NodeDef, object, BrokerCredentials>(
    "broker-config",
    BrokerConfigConstructor,
    {
      credentials: {
        username: { type: "text" },
        password: { type: "password" },
        websocketHeaders: { type: "password" },
      },
    },
  );
}

function outboxSettings(config: BrokerConfig): ConstructorParameters<typeof MemoryOutbox>[0] {
  return {
    waits: config.queue === "memory",
    limit: config.queueLimit,
    bytes: config.queueBytes,
    overflow: config.queueOverflow,
    queueQos0: config.queueQos0,
    ttl: config.messageTtl,
  };
}
