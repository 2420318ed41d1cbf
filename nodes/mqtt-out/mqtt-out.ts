import type { Node, NodeAPI, NodeDef } from "node-red";
import { readConfig } from "../lib/config/read-config";
import type { Connection } from "../lib/connection/connection";
import { carryOut, type ControlMessage } from "../lib/connection/control";
import { sharedConnection, type SharedConnection } from "../lib/connection/shared-connection";
import { MqttNodeError } from "../lib/errors";
import { encodeMessage, type FlowMessage } from "../lib/messages/encode-message";
import type { Publication } from "../lib/messages/publication";
import { Reporter, type Done } from "../lib/reporter";
import { catalogueKey } from "../lib/texts";
import { checkTopicName } from "../lib/topics/topic-name";
import { fields, type MqttOutConfig } from "./config";

export default function registerMqttOut(RED: NodeAPI): void {
  function MqttOutConstructor(this: Node, saved: NodeDef): void {
    RED.nodes.createNode(this, saved);
    const reporter = new Reporter(this, (key, values) => RED._(catalogueKey(key), values));
    const { config, errors, unknown } = readConfig(fields, saved, (name) => RED.util.getSetting(this, name));
    reporter.unknownProperties(unknown);
    try {
      if (errors[0] !== undefined) throw errors[0];
      if (config.topic !== "") checkTopicName(config.topic);
      take(this, config, sharedConnection(RED.nodes.getNode(config.broker)), reporter);
    } catch (error) {
      reporter.refuseInputs(MqttNodeError.from(error), this);
    }
    this.on("close", () => reporter.close());
  }

  RED.nodes.registerType("mqtt-out", MqttOutConstructor);
}

/** Publishes messages, and carries out those that are commands. */
function take(node: Node, config: MqttOutConfig, shared: SharedConnection, reporter: Reporter): void {
  const { connection } = shared;
  const publish = publisher(config, connection, reporter);
  const user = { stateChanged: reporter.connection.bind(reporter) };
  connection.join(user);
  node.on("close", () => connection.leave(user));
  node.on("input", (msg: ControlMessage & FlowMessage, _send, done) => {
    if (msg.action) carryOut(msg, shared, (error) => reporter.commanded(error, done));
    else publish(msg, done);
  });
}

function publisher(
  config: MqttOutConfig,
  connection: Connection,
  reporter: Reporter,
): (msg: FlowMessage, done: Done) => void {
  let unsent = 0;
  reporter.countWaiting(() => (connection.waiting > 0 ? unsent : 0));
  return (msg, done) => {
    const publication = encode(config, msg);
    if (publication instanceof MqttNodeError) return reporter.failed(publication, done);
    unsent += 1;
    connection.publish(publication, (error) => {
      unsent -= 1;
      if (error === undefined) reporter.completed(done);
      else reporter.failed(error, done);
    });
    if (connection.waiting > 0) reporter.waiting();
  };
}

function encode(config: MqttOutConfig, msg: FlowMessage): Publication | MqttNodeError {
  try {
    return encodeMessage(config, msg);
  } catch (error) {
    return MqttNodeError.from(error);
  }
}
