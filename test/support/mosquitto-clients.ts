import { Journal } from "./journal";
import { mosquittoProgram } from "./mosquitto";
import { run, start } from "./program";

/** Where a foreign client connects, and any further arguments of mosquitto_pub and mosquitto_sub. */
export interface ForeignClient {
  readonly port: number;
  /** Default `5`. */
  readonly version?: "5" | "311" | "31";
  /** `["-u", "name", "-P", "password"]`, `["--cafile", file]`, `["-D", "publish", "content-type", "text/plain"]`, ... */
  readonly args?: readonly string[];
}

/** A message as mosquitto_sub shows it. */
export interface ForeignMessage {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: number;
  /** 0 or 1. */
  readonly retain: number;
  /** MQTT 5: `content-type`, `user-properties`, ... */
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** A mosquitto_sub that runs until it is stopped. */
export interface ForeignSubscriber {
  readonly messages: Journal<ForeignMessage>;
  stop(): Promise<void>;
}

/** Publishes one message with mosquitto_pub; resolves when it has ended, which is after the acknowledgement. */
export async function mosquittoPub(
  client: ForeignClient,
  message: { topic: string; payload?: string; qos?: 0 | 1 | 2; retain?: boolean },
): Promise<void> {
  const { topic, payload = "", qos = 0, retain = false } = message;
  const content = payload === "" ? ["-n"] : ["-m", payload];
  const flags = ["-t", topic, ...content, "-q", String(qos), ...(retain ? ["-r"] : [])];
  await run(mosquittoProgram("mosquitto_pub"), [...connection(client), ...flags]);
}

/** Subscribes with mosquitto_sub; resolves when the broker has granted it. */
export async function mosquittoSub(
  client: ForeignClient,
  topic: string,
  qos: 0 | 1 | 2 = 0,
): Promise<ForeignSubscriber> {
  const messages = new Journal<ForeignMessage>(`mosquitto_sub ${topic}`);
  // The payload in hexadecimal, then the rest as JSON; -d tells when the subscription stands.
  const args = [...connection(client), "-d", "-t", topic, "-q", String(qos), "-F", "message %x %j"];
  // Into a pipe mosquitto_sub writes only when its buffer is full, unless stdbuf makes it write line by line.
  const program = start(mosquittoProgram("stdbuf"), ["-oL", mosquittoProgram("mosquitto_sub"), ...args], {
    onLine: (line) => {
      const [, payload, rest] = /^message ([0-9a-f]*) (.*)$/.exec(line) ?? [];
      if (payload === undefined || rest === undefined) return;
      messages.add({ ...(JSON.parse(rest) as ForeignMessage), payload: Buffer.from(payload, "hex") });
    },
  });
  await program.line(/^Subscribed /);
  return { messages, stop: () => program.stop() };
}

function connection({ port, version = "5", args = [] }: ForeignClient): string[] {
  return ["-h", "localhost", "-p", String(port), "-V", `mqttv${version}`, ...args];
}
