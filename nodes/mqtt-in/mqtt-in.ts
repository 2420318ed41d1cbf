import type { Node, NodeAPI, NodeDef } from "node-red";
import { systemClock } from "../lib/clock";
import { readConfig } from "../lib/config/read-config";
import type { Connection } from "../lib/connection/connection";
import { carryOut, isCommand, type ControlMessage } from "../lib/connection/control";
import { sharedConnection, type SharedConnection } from "../lib/connection/shared-connection";
import type { ConnectionState } from "../lib/connection/state";
import { deployedNode } from "../lib/deployed-node";
import { MqttNodeError } from "../lib/errors";
import { createMessageIds } from "../lib/messages/message-ids";
import { Reporter } from "../lib/reporter";
import { JsonFile } from "../lib/store/json-file";
import { nodeFolder } from "../lib/store/node-folder";
import { DynamicSubscriptions } from "../lib/subscriptions/dynamic/dynamic-subscriptions";
import { storedSubscriptions } from "../lib/subscriptions/dynamic/stored-subscriptions";
import { subscriptionCommands } from "../lib/subscriptions/dynamic/subscription-commands";
import type { SubscriptionDefaults } from "../lib/subscriptions/dynamic/wanted-subscription";
import {
  FlowSubscriber,
  NOTHING_TO_ACKNOWLEDGE,
  type SendingNode,
  type SubscriptionReporter,
  type WantedMessages,
} from "../lib/subscriptions/flow/flow-subscriber";
import { Unacknowledged } from "../lib/subscriptions/flow/unacknowledged";
import { translator } from "../lib/texts";
import { checkNoLocal, parseTopicFilter } from "../lib/topics/topic-filter";
import { DATATYPES, fields, type MqttInConfig } from "./config";

/** A message that comes into the node: a command, or one that the flow brings back. */
type InputMessage = ControlMessage & { readonly _mqttAck?: unknown };

/** A node at work. */
interface Receiver {
  readonly node: Node;
  readonly config: MqttInConfig;
  readonly shared: SharedConnection;
  readonly reporter: Reporter;
  /** Undefined where the flow has nothing to acknowledge. */
  readonly unacknowledged: Unacknowledged | undefined;
  /** Makes what receives the messages of one filter for the node. */
  readonly createSubscriber: (wanted: WantedMessages, reporter: SubscriptionReporter) => FlowSubscriber;
}

export default function registerMqttIn(RED: NodeAPI): void {
  const translate = translator((key, values) => RED._(key, values));
  const nextMessageId = createMessageIds();

  function MqttInConstructor(this: Node, saved: NodeDef): void {
    RED.nodes.createNode(this, saved);
    const reporter = new Reporter(this, translate);
    const { config, errors, unknown } = readConfig(fields, saved, (name) => RED.util.getSetting(this, name));
    reporter.unknownProperties(unknown);
    try {
      if (errors[0] !== undefined) throw errors[0];
      receive(this, config, sharedConnection(RED.nodes.getNode(config.broker)), reporter);
    } catch (error) {
      reporter.refuseInputs(MqttNodeError.from(error), this);
    }
    this.on("close", () => reporter.close());
  }

  function receive(node: Node, config: MqttInConfig, shared: SharedConnection, reporter: Reporter): void {
    const unacknowledged = unacknowledgedOf(config, shared.connection);
    const sender = unacknowledged === undefined ? node : reportingSender(node, reporter, unacknowledged);
    const createSubscriber: Receiver["createSubscriber"] = (wanted, told) =>
      new FlowSubscriber(wanted, sender, told, nextMessageId, unacknowledged);
    const receiver = { node, config, shared, reporter, unacknowledged, createSubscriber };
    const file = subscriptionsFile(node, config, reporter);
    if (config.topic !== "" || config.inputs === 0) receiveFixedTopic(receiver);
    use(receiver, receiveDynamicTopics(receiver, file));
  }

  /** Where the node's dynamic subscriptions are kept, if they are; else what was kept before is forgotten. */
  function subscriptionsFile(node: Node, config: MqttInConfig, reporter: Reporter): JsonFile | undefined {
    const isKept = config.inputs === 1 && config.persistSubscriptions;
    // Most nodes never had any: thousands of them needn't look.
    if (config.inputs === 0 && !config.persistSubscriptions) return undefined;
    const { userDir } = RED.settings;
    if (userDir === undefined) {
      if (isKept) reporter.trouble(new MqttNodeError("subscriptions-need-folder", {}));
      return undefined;
    }
    const file = new JsonFile(nodeFolder(userDir, node.id), "subscriptions", (error) => reporter.trouble(error));
    if (!isKept) file.remove();
    node.on("close", (removed: boolean, done: () => void) => {
      const isGone = removed && deployedNode(RED.nodes, ({ id }: NodeDef) => id === node.id) === undefined;
      if (isGone) file.remove();
      void file.idle().then(done);
    });
    return isKept ? file : undefined;
  }

  RED.nodes.registerType("mqtt-in", MqttInConstructor);
}

/** @throws MqttNodeError `ack-needs-input`, `ack-needs-session` */
function unacknowledgedOf(config: MqttInConfig, connection: Connection): Unacknowledged | undefined {
  if (config.ack === "auto") return undefined;
  if (config.inputs === 0) throw new MqttNodeError("ack-needs-input", {});
  if (!connection.keepsSession) throw new MqttNodeError("ack-needs-session", {});
  return new Unacknowledged({ timeout: config.ackTimeout, most: config.maxUnacked }, systemClock);
}

/** A node whose status shows when the flow has all the messages it may have. */
function reportingSender(node: Node, reporter: Reporter, unacknowledged: Unacknowledged): SendingNode {
  reporter.shows({ unacknowledged: () => (unacknowledged.isFull ? unacknowledged.outstanding : 0) });
  return {
    id: node.id,
    send: (msg) => {
      node.send(msg);
      reporter.waiting();
    },
  };
}

function receiveFixedTopic({ node, config, shared, reporter, createSubscriber }: Receiver): void {
  const { options, datatype } = defaultsOf(config);
  const filter = parseTopicFilter(config.topic);
  checkNoLocal(filter, options.noLocal);
  const subscriber = createSubscriber({ filter, options, datatype }, reporter.subscription());
  shared.connection.subscribe(subscriber);
  node.on("close", () => shared.connection.unsubscribe(subscriber));
}

function receiveDynamicTopics(receiver: Receiver, file: JsonFile | undefined): DynamicSubscriptions {
  const { node, config, shared, reporter, createSubscriber } = receiver;
  const report = reporter.subscription.bind(reporter);
  const { connection } = shared;
  const dynamic = new DynamicSubscriptions({ connection, createSubscriber, report, file, clock: systemClock });
  reporter.shows({ topics: () => dynamic.count });
  const tell = reporter.trouble.bind(reporter);
  if (file !== undefined) dynamic.restore(storedSubscriptions(file.load(), defaultsOf(config), tell));
  node.on("close", () => dynamic.close());
  return dynamic;
}

/** Keeps the connection open, and takes messages. */
function use({ node, config, shared, reporter, unacknowledged }: Receiver, dynamic: DynamicSubscriptions): void {
  const { connection } = shared;
  const user = {
    stateChanged: (state: ConnectionState) => {
      if (state.name !== "connected") dynamic.lost();
      reporter.connection(state);
    },
  };
  connection.join(user);
  node.on("close", () => connection.leave(user));
  node.on("input", (msg: InputMessage, send, done) => {
    const ended = (error?: MqttNodeError): void => reporter.commanded(error, done);
    if (unacknowledged === undefined || isCommand(msg)) {
      const commands = subscriptionCommands(dynamic, defaultsOf(config), send);
      return carryOut(msg, shared, ended, commands);
    }
    ended(acknowledge(msg, unacknowledged));
    reporter.waiting();
  });
}

/** What the node asks for where a message doesn't say otherwise. */
function defaultsOf({ qos, noLocal, retainAsPublished, retained, datatype }: MqttInConfig): SubscriptionDefaults {
  return { options: { qos, noLocal, retainAsPublished, retained }, datatype, datatypes: DATATYPES };
}

/** @returns why nothing is acknowledged: `ack-missing`, `ack-stale`, or what the message throws where it is read */
function acknowledge(msg: InputMessage, unacknowledged: Unacknowledged): MqttNodeError | undefined {
  try {
    return acknowledgeById(msg._mqttAck, unacknowledged);
  } catch (error) {
    return MqttNodeError.from(error);
  }
}

function acknowledgeById(id: unknown, unacknowledged: Unacknowledged): MqttNodeError | undefined {
  if (id === undefined) return new MqttNodeError("ack-missing", {});
  if (id === NOTHING_TO_ACKNOWLEDGE) return undefined;
  if (typeof id === "string" && unacknowledged.acknowledge(id)) return undefined;
  return new MqttNodeError("ack-stale", {});
}
