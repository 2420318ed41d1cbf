import type { Node, NodeAPI, NodeDef } from "node-red";
import { readConfig } from "../lib/config/read-config";
import { sharedConnection } from "../lib/connection/shared-connection";
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
      receive(this, config, reporter);
    } catch (error) {
      reporter.invalid(MqttNodeError.from(error));
    }
    this.on("close", () => reporter.close());
  }

  function receive(node: Node, config: MqttInConfig, reporter: Reporter): void {
    const connection = sharedConnection(RED.nodes.getNode(config.broker));
    const wanted = { filter: parseTopicFilter(config.topic), qos: config.qos, datatype: config.datatype };
    const subscriber = new FlowSubscriber(wanted, node, reporter, nextMessageId);
    const user = { stateChanged: reporter.connection.bind(reporter) };
    reporter.mustSubscribe();
    connection.subscribe(subscriber);
    connection.join(user);
    node.on("close", () => {
      connection.unsubscribe(subscriber);
      connection.leave(user);
    });
  }

  RED.nodes.registerType("mqtt-in", MqttInConstructor);
}
