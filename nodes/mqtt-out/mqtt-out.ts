import type { Node, NodeAPI, NodeDef } from "node-red";
import { readConfig } from "../lib/config/read-config";
import type { Connection } from "../lib/connection/connection";
import { carryOut, isCommand, type ControlMessage } from "../lib/connection/control";
import { queueCommands } from "../lib/connection/queue-commands";
import { sharedConnection, type SharedConnection } from "../lib/connection/shared-connection";
import { MqttNodeError } from "../lib/errors";
import { encodeMessage, type FlowMessage, type PublishSettings } from "../lib/messages/encode-message";
import { createMessageIds } from "../lib/messages/message-ids";
import type { Publication } from "../lib/messages/publication";
import { rebuiltMessage } from "../lib/messages/rebuilt-message";
import type { Sender } from "../lib/outbox/sender";
import { Reporter } from "../lib/reporter";
import type { Done } from "../lib/reporting-node";
import { translator } from "../lib/texts";
import { TopicTemplate } from "../lib/topics/topic-template";
import { fields, type MqttOutConfig } from "./config";

export default function registerMqttOut(RED: NodeAPI): void {
  const translate = translator((key, values) => RED._(key, values));
  const nextMessageId = createMessageIds();

  function MqttOutConstructor(this: Node, saved: NodeDef): void {
    RED.nodes.createNode(this, saved);
    const reporter = new Reporter(this, translate);
    const { config, errors, unknown } = readConfig(fields, saved, (name) => RED.util.getSetting(this, name));
    reporter.unknownProperties(unknown);
    try {
      if (errors[0] !== undefined) throw errors[0];
      const settings = publishSettings(config);
      take(this, settings, sharedConnection(RED.nodes.getNode(config.broker)), reporter);
    } catch (error) {
      reporter.refuseInputs(MqttNodeError.from(error), this);
    }
    this.on("close", () => reporter.close());
  }

  /** Publishes messages, and carries out those that are commands. */
  function take(node: Node, settings: PublishSettings, shared: SharedConnection, reporter: Reporter): void {
    const { connection } = shared;
    const sender = senderOf(node, reporter);
    const publish = publisher(settings, connection, sender, reporter);
    const commands = queueCommands(connection);
    const user = { stateChanged: reporter.connection.bind(reporter) };
    reporter.shows({
      waiting: () => connection.waitingOf(sender.id),
      queueTrouble: () => connection.queueTrouble,
    });
    connection.addSender(sender);
    connection.join(user);
    node.on("close", () => {
      connection.removeSender(sender);
      connection.leave(user);
    });
    node.on("input", (msg: ControlMessage & FlowMessage, _send, done) => {
      if (isCommand(msg)) carryOut(msg, shared, (error) => reporter.commanded(error, done), commands);
      else publish(msg, done);
    });
  }

  function senderOf(node: Node, reporter: Reporter): Sender {
    return {
      id: node.id,
      failed: (error, { publication, queuedAt }) =>
        reporter.failedLater(error, rebuiltMessage(nextMessageId(), publication, queuedAt)),
      waitingChanged: () => reporter.sending(),
    };
  }

  RED.nodes.registerType("mqtt-out", MqttOutConstructor);
}

/** @throws MqttNodeError `template-invalid`, or a `topic-*` code */
function publishSettings(config: MqttOutConfig): PublishSettings {
  return { ...config, topic: config.topic === "" ? undefined : new TopicTemplate(config.topic) };
}

function publisher(
  settings: PublishSettings,
  connection: Connection,
  sender: Sender,
  reporter: Reporter,
): (msg: FlowMessage, done: Done) => void {
  return (msg, done) => {
    const publication = encode(settings, msg, connection);
    if (publication instanceof MqttNodeError) return reporter.failed(publication, done);
    connection.publish(publication, sender, (error) => {
      if (error === undefined) reporter.completed(done);
      else reporter.failed(error, done);
    });
    reporter.sending();
  };
}

function encode(
  settings: PublishSettings,
  msg: FlowMessage,
  { userProperties }: Connection,
): Publication | MqttNodeError {
  try {
    return encodeMessage(settings, msg, userProperties);
  } catch (error) {
    return MqttNodeError.from(error);
  }
}
