import type { Node, NodeAPI, NodeDef } from "node-red";
import { readConfig } from "../lib/config/read-config";
import type { Connection } from "../lib/connection/connection";
import { sharedConnection } from "../lib/connection/shared-connection";
import { MqttNodeError } from "../lib/errors";
import { encodeMessage, type FlowMessage } from "../lib/messages/encode-message";
import type { Publication } from "../lib/messages/publication";
import { Reporter } from "../lib/reporter";
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
      publishInputs(this, config, sharedConnection(RED.nodes.getNode(config.broker)), reporter);
    } catch (error) {
      refuseInputs(this, MqttNodeError.from(error), reporter);
    }
    this.on("close", () => reporter.close());
  }

  RED.nodes.registerType("mqtt-out", MqttOutConstructor);
}

function publishInputs(node: Node, config: MqttOutConfig, connection: Connection, reporter: Reporter): void {
  let unsent = 0;
  reporter.countWaiting(() => (connection.waiting > 0 ? unsent : 0));
  node.on("input", (msg, _send, done) => {
    const publication = encode(config, msg);
    if (publication instanceof MqttNodeError) return reporter.failed(publication, done);
    unsent += 1;
    connection.publish(publication, (error) => {
      unsent -= 1;
      if (error === undefined) reporter.completed(done);
      else reporter.failed(error, done);
    });
    if (connection.waiting > 0) reporter.waiting();
  });
  const user = { stateChanged: reporter.connection.bind(reporter) };
  connection.join(user);
  node.on("close", () => connection.leave(user));
}

/** A node that can't work still ends every message it gets. */
function refuseInputs(node: Node, problem: MqttNodeError, reporter: Reporter): void {
  reporter.invalid(problem);
  node.on("input", (_msg, _send, done) => done(problem));
}

function encode(config: MqttOutConfig, msg: object): Publication | MqttNodeError {
  try {
    return encodeMessage(config, msg as FlowMessage);
  } catch (error) {
    return MqttNodeError.from(error);
  }
}
