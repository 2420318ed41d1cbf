import { deviceTopics, type DeviceTopics } from "../../../../nodes/lib/presence/topics/device-topics";
import type { Finding } from "../../../../nodes/lib/presence/evidence";
import type { Interpreter } from "../../../../nodes/lib/presence/interpreters/interpreter";
import { parseTopicFilter } from "../../../../nodes/lib/topics/topic-filter";
import { TopicIndex } from "../../../../nodes/lib/topics/topic-index";
import { preset } from "../preset";

/** An interpreter that hears messages on the topics of its convention, and what it makes of them. */
export class Hearing<T extends Interpreter> {
  readonly interpreter: T;
  /** What was last found of each device: `online`, `offline will`. Signs of life count for nothing here. */
  readonly states = new Map<string, string>();
  readonly #topics = new TopicIndex<DeviceTopics>();

  constructor(interpreter: T, convention: string) {
    this.interpreter = interpreter;
    for (const watch of preset(convention).watches) {
      for (const topics of deviceTopics(watch, "")) {
        this.#topics.add(parseTopicFilter(topics.filter.wire).pattern, topics);
      }
    }
  }

  /** @returns what is found, each in words: `plant/edge online`, `press1 offline clean`, `lab sign` */
  hear(topic: string, payload: string | Uint8Array, retain = false): string[] {
    const [topics] = this.#topics.match(topic);
    if (topics === undefined) throw new Error(`${topic} is not watched`);
    const bytes = typeof payload === "string" ? Buffer.from(payload) : payload;
    const message = { topic, payload: bytes, text: textOf(bytes), retain };
    const findings = this.interpreter.read(message, topics.place(topic));
    return findings.map((finding) => this.#note(finding));
  }

  #note({ device, evidence }: Finding): string {
    const { kind } = evidence;
    const words = kind === "report" ? [evidence.state, evidence.reason] : [kind];
    const said = words.filter((word) => word !== "reported").join(" ");
    if (kind !== "sign") this.states.set(device, said);
    return `${device} ${said}`;
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
