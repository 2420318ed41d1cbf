import { catalogueOf, hasText } from "../../package/catalogue";
import { deploy, type DeployedFlow, type FlowMessage } from "../../support/flow";
import type { FuzzBroker } from "./fuzz-brokers";
import type { FuzzCase } from "./fuzz-cases";
import { MessageEnds } from "./message-ends";

/** What else is saved in the nodes, and how a good message is made. */
export interface SenderOptions {
  readonly config?: object;
  readonly mqttOut?: object;
  /** Makes a good message. @returns it, and the topic it arrives at */
  readonly good?: (count: number) => { readonly msg: FlowMessage; readonly topic: string };
}

/** Messages between two good ones. */
const BATCH = 500;
const LARGE_QUEUE = { queueLimit: 100_000, queueBytes: 1_000_000_000 };

const catalogue = catalogueOf("broker-config");

/** An mqtt-out that is given messages of all kinds. */
export class FuzzedSender {
  readonly #flow: DeployedFlow;
  readonly #broker: FuzzBroker;
  readonly #ends: MessageEnds;
  readonly #good: NonNullable<SenderOptions["good"]>;
  readonly #wrong: string[] = [];
  #goodOnes = 0;

  private constructor(flow: DeployedFlow, broker: FuzzBroker, ends: MessageEnds, good: SenderOptions["good"]) {
    this.#flow = flow;
    this.#broker = broker;
    this.#ends = ends;
    this.#good = good ?? goodMessage;
  }

  static async start(broker: FuzzBroker, { config, mqttOut, good }: SenderOptions = {}): Promise<FuzzedSender> {
    const ends = new MessageEnds("out");
    const flow = await deploy([
      { id: "broker", type: "broker-config", ...broker.config, ...LARGE_QUEUE, ...config },
      { id: "out", type: "mqtt-out", broker: "broker", ...mqttOut },
    ]);
    return new FuzzedSender(flow, broker, ends, good);
  }

  get flow(): DeployedFlow {
    return this.#flow;
  }

  /** Sends messages, with good ones between; resolves when all have ended. @returns what is wrong */
  async try(cases: readonly FuzzCase[]): Promise<string[]> {
    for (let start = 0; start < cases.length; start += BATCH) {
      const batch = cases.slice(start, start + BATCH);
      this.give(batch);
      await this.settle(batch);
    }
    return this.verdict(cases);
  }

  /** Puts messages into the node. */
  give(cases: readonly FuzzCase[]): void {
    for (const { name, msg } of cases) {
      try {
        this.#flow.send("out", msg);
      } catch (error) {
        this.#wrong.push(`${name}: thrown past the node: ${String(error)}`);
      }
    }
  }

  /** Sends a good message; resolves when it has arrived and all have ended. Throws with the names of those that haven't. */
  async settle(cases: readonly FuzzCase[]): Promise<void> {
    const { msg, topic } = this.#good((this.#goodOnes += 1));
    try {
      this.#flow.send("out", msg);
      await this.#broker.arrival(topic);
      for (const sent of [msg, ...cases.map((each) => each.msg)]) await this.#ends.wait(sent);
    } catch (error) {
      const waiting = cases.filter((each) => this.#ends.of(each.msg).length === 0).map(({ name }) => name);
      throw new Error(`not ended: ${waiting.join(" | ")}`, { cause: error });
    }
  }

  /** @returns what is wrong with how messages have ended, and with what the broker has seen */
  verdict(cases: readonly FuzzCase[]): string[] {
    const { wrong = [], count } = this.#broker.seen ?? {};
    return [
      ...this.#wrong,
      ...wrong,
      ...cases.flatMap((each) => this.#problem(each)),
      ...unequal("ended", this.#ends.count, "given to Complete and Catch nodes", this.#told),
      ...unequal("completed", this.#completed(cases), "sent", count),
      ...unequal("connection", 1, "seen by the broker", this.#broker.connects()),
    ];
  }

  stop(): void {
    this.#ends.stop();
  }

  /** How many messages Node-RED's own nodes have got: Catch and Complete get them at once. */
  get #told(): number {
    return this.#flow.received("test-catch").all.length + this.#flow.received("test-complete").all.length;
  }

  #completed(cases: readonly FuzzCase[]): number {
    const commands = cases.filter(({ msg, isCommand }) => isCommand === true && this.#ends.of(msg)[0] === undefined);
    return this.#ends.completed - commands.length;
  }

  #problem({ name, msg, isCommand, isUnreadable }: FuzzCase): string[] {
    const [error, ...more] = this.#ends.of(msg);
    if (more.length > 0) return [`${name}: ended ${more.length + 1} times`];
    if (error === undefined) return [];
    const code = Object.hasOwn(error, "code") ? String((error as { code?: unknown }).code) : "none";
    const isExpected = code !== "unexpected" || isUnreadable === true || isCommand === true;
    return isExpected && hasText(catalogue, `errors.${code}`)
      ? []
      : [`${name}: an error with the code ${code}: ${error.message}`];
  }
}

function goodMessage(count: number): { msg: FlowMessage; topic: string } {
  const topic = `fuzz/good/${count}`;
  return { topic, msg: { topic, payload: "good", qos: 2 } };
}

function unequal(what: string, count: number, other: string, others: number | undefined): string[] {
  return count === (others ?? count) ? [] : [`${count} ${what}, but ${others} ${other}`];
}
