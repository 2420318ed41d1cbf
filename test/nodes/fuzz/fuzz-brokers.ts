import type { IPublishPacket, Packet } from "mqtt-packet";
import { startAedes } from "../../support/aedes-broker";
import { Journal } from "../../support/journal";
import { startMosquitto } from "../../support/mosquitto";
import { accepted, startPeer, type PeerConnection } from "../../support/scripted-peer";

/** A broker, as the sending fuzzer sees it. */
export interface FuzzBroker {
  /** How a broker-config finds it. */
  readonly config: { readonly uri: string; readonly protocolVersion: string };
  /** How many clients have connected to it so far. */
  connects(): number;
  /** Resolves when a message has come. */
  arrival(topic: string): Promise<unknown>;
  /** How many messages have come, and what was wrong with them; undefined if it doesn't look. */
  readonly seen: { readonly count: number; readonly wrong: readonly string[] } | undefined;
  stop(): Promise<void>;
}

const TOPIC_ALIAS_MAXIMUM = 5;
/** What a decoder puts in the place of what is no UTF-8. */
const REPLACED = "\ufffd";

/** A peer that looks at each PUBLISH, and acknowledges it. */
export async function strictPeer(version: 4 | 5): Promise<FuzzBroker> {
  const arrived = new Journal<string>("topics of messages");
  const seen = { count: 0, wrong: [] as string[] };
  let clients = 0;
  const aliases = new Map<number, string>();
  const peer = await startPeer((packet, connection, count) => {
    clients = count;
    if (packet.cmd === "connect") aliases.clear();
    if (packet.cmd === "publish") {
      seen.count += 1;
      seen.wrong.push(...problems(packet, aliases));
      arrived.add(packet.topic);
    }
    answer(packet, connection, version);
  });
  return {
    config: { uri: peer.uri, protocolVersion: String(version) },
    connects: () => clients,
    arrival: (topic) => arrived.next((name) => name === topic),
    seen,
    stop: () => peer.stop(),
  };
}

function answer({ cmd, messageId = 0, ...packet }: Packet, connection: PeerConnection, version: 4 | 5): void {
  if (cmd === "connect") {
    connection.send(accepted(version === 5 ? { topicAliasMaximum: TOPIC_ALIAS_MAXIMUM } : {}));
  }
  if (cmd === "pingreq") connection.send({ cmd: "pingresp" });
  if (cmd === "pubrel") connection.send({ cmd: "pubcomp", messageId });
  if (cmd !== "publish") return;
  const { qos } = packet as IPublishPacket;
  if (qos === 1) connection.send({ cmd: "puback", messageId });
  if (qos === 2) connection.send({ cmd: "pubrec", messageId });
}

/** What a PUBLISH may not be, beyond what the parser refuses. */
function problems(packet: IPublishPacket, aliases: Map<number, string>): string[] {
  const { topicAlias, responseTopic, contentType, userProperties = {} } = packet.properties ?? {};
  const topic = topicOf(packet, topicAlias, aliases);
  const topics = [topic, responseTopic ?? "a"];
  const texts = [...topics, contentType ?? "", ...Object.entries(userProperties).flat(2)];
  return [
    ...topics.filter((name) => name === "" || /[+#]/.test(name)).map((name) => `a topic '${name}'`),
    ...texts.filter((text) => text.includes(REPLACED) || text.includes("\0")).map((text) => `a text ${text}`),
    ...(topicAlias === 0 || (topicAlias ?? 0) > TOPIC_ALIAS_MAXIMUM ? [`a topic alias ${topicAlias}`] : []),
    ...(packet.dup ? ["DUP"] : []),
  ];
}

function topicOf({ topic }: IPublishPacket, alias: number | undefined, aliases: Map<number, string>): string {
  if (alias === undefined) return topic;
  if (topic !== "") aliases.set(alias, topic);
  return aliases.get(alias) ?? "";
}

/** An aedes, which speaks MQTT 3.1.1. It hangs up on whom it forbids a topic, so it forbids none. */
export async function aedes(): Promise<FuzzBroker> {
  const broker = await startAedes({ authorizePublish: (_client, _packet, allow) => allow(null) });
  const arrived = new Journal<string>("topics of messages");
  let clients = 0;
  broker.aedes.on("publish", ({ topic }, client) => client !== null && arrived.add(topic));
  broker.aedes.on("client", () => (clients += 1));
  return {
    config: { uri: broker.uri, protocolVersion: "4" },
    connects: () => clients,
    arrival: (topic) => arrived.next((name) => name === topic),
    seen: undefined,
    stop: () => broker.stop(),
  };
}

/** A mosquitto, by MQTT 5. */
export async function mosquitto(): Promise<FuzzBroker> {
  const broker = await startMosquitto();
  return {
    config: { uri: broker.uri, protocolVersion: "5" },
    connects: () => broker.log.all.filter((line) => line.includes(": New client connected from")).length,
    arrival: (topic) => broker.log.next((line) => line.includes(`Received PUBLISH`) && line.includes(`'${topic}'`)),
    seen: undefined,
    stop: () => broker.stop(),
  };
}
