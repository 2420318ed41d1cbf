import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { ConnectionOptions } from "node:tls";
import type { Node, NodeAPI, NodeDef } from "node-red";
import type { BrokerDraft } from "../lib/admin-api/broker-draft";
import { adminRoutes } from "../lib/admin/admin-routes";
import { draftedSettings } from "../lib/admin/drafted-settings";
import { systemClock } from "../lib/clock";
import type { EnvironmentLookup } from "../lib/config/environment";
import type { ValuesOf } from "../lib/config/field";
import { readConfig } from "../lib/config/read-config";
import { generateClientId } from "../lib/connection/settings/client-id";
import { overriddenSettings } from "../lib/connection/settings/broker-override";
import type { Connection } from "../lib/connection/connection";
import { ConnectionLog } from "../lib/connection/connection-log";
import { createConnection } from "../lib/connection/create-connection";
import type { ConnectionSettings } from "../lib/connection/settings/connect-settings";
import { connectionSettings } from "../lib/connection/settings/connection-settings";
import { KeptFiles } from "../lib/connection/kept-files";
import type { ConnectionHolder } from "../lib/connection/shared-connection";
import { Deploys } from "../lib/connection/deploys";
import { deployedNode } from "../lib/deployed-node";
import { MqttNodeError } from "../lib/errors";
import type { OutboxSettings } from "../lib/outbox/outbox-settings";
import { Reporter } from "../lib/reporter";
import { nodeFolder } from "../lib/store/node-folder";
import { translator } from "../lib/texts";
import { expandBrokerUris, parseBrokerUris } from "../lib/uri/broker-uris";
import { uriWarnings, type UriWarning } from "../lib/uri/warnings";
import { credentialFields, fields, type BrokerConfig, type BrokerCredentials } from "./config";

type BrokerConfigNode = Node<BrokerCredentials> & ConnectionHolder;

/** Core's `tls-config` node. */
interface TlsConfigNode extends Node {
  /** Whether its files could be read. */
  readonly valid: boolean;
  addTLSOptions(options: ConnectionOptions): ConnectionOptions;
}

export default function registerBrokerConfig(RED: NodeAPI): void {
  const translate = translator((key, values) => RED._(key, values));
  const deploys = new Deploys<Connection>(RED.events, systemClock);

  function BrokerConfigConstructor(this: BrokerConfigNode, saved: NodeDef): void {
    RED.nodes.createNode(this, saved);
    Object.defineProperty(this, "users", { get: () => usersOf(this.id) });
    const reporter = new Reporter(this, translate);
    const lookup = (name: string): unknown => RED.util.getSetting(this, name);
    const { config, errors, unknown } = readConfig(fields, saved, lookup);
    const credentials = readConfig(credentialFields, savedCredentials(this) ?? {}, lookup);
    reporter.unknownProperties(unknown);
    try {
      const [problem] = [...errors, ...credentials.errors];
      if (problem !== undefined) throw problem;
      share(this, config, credentials.config, lookup);
    } catch (error) {
      this.problem = MqttNodeError.from(error);
      this.error(reporter.explain(this.problem));
    }
  }

  /** To whose Catch nodes Node-RED gives the errors of a global config node: one on each tab, so that none gets them twice. */
  function usersOf(nodeId: string): Record<string, Node> {
    const users: Record<string, Node> = {};
    RED.nodes.eachNode((saved: NodeDef & { readonly broker?: unknown }) => {
      const user = saved.broker === nodeId ? RED.nodes.getNode(saved.id) : null;
      if (user !== null) users[saved.z] = user;
    });
    return users;
  }

  /** Those of the node have been through Node-RED's own replacement, which would be taken for placeholders again. */
  function savedCredentials(node: BrokerConfigNode & { _alias?: string }): object | undefined {
    return RED.nodes.getCredentials(node._alias ?? node.id);
  }

  function share(
    node: BrokerConfigNode,
    config: BrokerConfig,
    credentials: ValuesOf<typeof credentialFields>,
    lookup: EnvironmentLookup,
  ): void {
    const text = expandBrokerUris(config.uri, lookup);
    const uris = parseBrokerUris(text);
    const secrets = {
      ...credentials,
      tls: tlsOptions(config.tls),
      generatedClientId: generateClientId(instanceId(), hostname(), node.id),
    };
    for (const warning of uriWarnings(text)) warn(node, warning, secrets.tls);
    const settings = connectionSettings(uris, config, secrets);
    const wanted = { settings, outbox: outboxSettings(config), subscribeBatch: config.subscribeBatch };
    const files = filesOf(node.id);
    const connection = deploys.connection(node.id, wanted, () => createConnection(wanted, files));
    connection.observe(new ConnectionLog(node, translate, connection.state));
    node.shared = {
      connection,
      settingsFor: (broker) => overriddenSettings(broker, { uris, config, secrets, fields }),
    };
    if (config.queue === "disk" && files.folderName === undefined) {
      connection.troubled(new MqttNodeError("store-needs-folder", {}));
    }
    node.on("close", (removed: boolean, done: () => void) => {
      // The broker goes on keeping the session of a node that is disabled.
      const isGone = removed && deployedNode(RED.nodes, ({ id }: NodeDef) => id === node.id) === undefined;
      deploys.leave(node.id, removed, isGone ? () => gone(node, connection, files, done) : done);
    });
  }

  /** Who has chosen an ALPN protocol knows how to reach AWS IoT on port 443. */
  function warn(node: BrokerConfigNode, { code, values }: UriWarning, { ALPNProtocols }: ConnectionOptions): void {
    if (code === "uri-aws-port" && ALPNProtocols !== undefined) return;
    node.warn(translate(`warnings.${code}`, values));
  }

  /** The node won't come back, unless somebody takes that back. */
  function gone(node: BrokerConfigNode, connection: Connection, files: KeptFiles, done: () => void): void {
    const { waiting, inFlight } = connection.queueState();
    const left = { folder: files.folderName ?? "", waiting: waiting + inFlight };
    if (left.waiting > 0) node.warn(translate("errors.store-left", left));
    files.forgetSession(done);
  }

  function filesOf(nodeId: string): KeptFiles {
    const { userDir } = RED.settings;
    return new KeptFiles(userDir === undefined ? undefined : nodeFolder(userDir, nodeId));
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

  /** What an editor shows as a broker, which the runtime may not know yet. */
  function drafted(draft: BrokerDraft): ConnectionSettings {
    // Other nodes have credentials, too, that are none of ours.
    const saved = deployedNode(RED.nodes, ({ id, type }: NodeDef) => id === draft.id && type === "broker-config");
    const lookup = environmentOf(saved);
    return draftedSettings(draft, {
      saved,
      stored: saved === undefined ? {} : { ...RED.nodes.getCredentials(draft.id) },
      clientId: generateClientId(instanceId(), hostname(), randomUUID()),
      config: (properties) => readConfig(fields, properties, lookup),
      credentials: (properties) => readConfig(credentialFields, properties, lookup),
      uris: (text) => parseBrokerUris(expandBrokerUris(text, lookup)),
      tls: tlsOptions,
    });
  }

  /** Where a broker doesn't run, what all flows know: Node-RED keeps that in a node of its own. */
  function environmentOf(saved: NodeDef | undefined): EnvironmentLookup {
    const shared = deployedNode(RED.nodes, ({ type }: NodeDef) => type === "global-config");
    const running = (known?: NodeDef): Node | null => (known === undefined ? null : RED.nodes.getNode(known.id));
    const node = running(saved) ?? running(shared);
    return (name) => (node === null ? process.env[name] : RED.util.getSetting(node, name));
  }

  for (const { method, path, handle } of adminRoutes(drafted, systemClock, (error) => RED.log.error(error))) {
    RED.httpAdmin[method](path, RED.auth.needsPermission("flows.write"), handle);
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

function outboxSettings(config: BrokerConfig): OutboxSettings {
  return {
    storage: config.queue,
    limit: config.queueLimit,
    bytes: config.queueBytes,
    overflow: config.queueOverflow,
    queueQos0: config.queueQos0,
    ttl: config.messageTtl,
    drainRate: config.drainRate,
  };
}
