import type { Node, NodeAPI, NodeDef } from "node-red";
import { readConfig } from "../lib/config/read-config";
import { carryOut, type ControlMessage } from "../lib/connection/control";
import { sharedConnection, type SharedConnection } from "../lib/connection/shared-connection";
import { MqttNodeError } from "../lib/errors";
import { createMessageIds } from "../lib/messages/message-ids";
import { Reporter } from "../lib/reporter";
import { FlowSubscriber } from "../lib/subscriptions/flow-subscriber";
import { catalogueKey } from "../lib/texts";
import { parseTopicFilter } from "../lib/topics/topic-filter";
import { fields, type MqttInConfig } from "./config";

export default function registerMqttIn(RED: NodeAPI): void {
  const nextMessageId = createMessageIds();

  function MqttInConstructor(this: Node, saved: NodeDef): void {
    RED.nodes.createNode(this, saved);
    const reporter = new Reporter(this, (key, values) => RED._(catalogueKey(key), values));
    const { config, errors, unknown } = readConfig(fields, saved, (name) => RED.util.getSetting(this, name));
    reporter.unknownProperties(unknown);
    try {
      if (errors[0] !== undefined) throw errors[0];
      const shared = sharedConnection(RED.nodes.getNode(config.broker));
      if (config.topic !== "" || config.inputs === 0) receive(this, config, shared, reporter);
      use(this, shared, reporter);
    } catch (error) {
      reporter.refuseInputs(MqttNodeError.from(error), this);
    }
    this.on("close", () => reporter.close());
  }

  function receive(node: Node, config: MqttInConfig, { connection }: SharedConnection, reporter: Reporter): void {
    const wanted = { filter: parseTopicFilter(config.topic), qos: config.qos, datatype: config.datatype };
    const subscriber = new FlowSubscriber(wanted, node, reporter, nextMessageId);
    reporter.mustSubscribe();
    connection.subscribe(subscriber);
    node.on("close", () => connection.unsubscribe(subscriber));
  }

  RED.nodes.registerType("mqtt-in", MqttInConstructor);
}

/** Keeps the connection open, and takes control messages. */
function use(node: Node, shared: SharedConnection, reporter: Reporter): void {
  const { connection } = shared;
  const user = { stateChanged: reporter.connection.bind(reporter) };
  connection.join(user);
  node.on("close", () => connection.leave(user));
  node.on("input", (msg, _send, done) => {
    carryOut(msg as ControlMessage, shared, (error) => reporter.commanded(error, done));
  });
}
