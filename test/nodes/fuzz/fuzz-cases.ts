import type { SeededRandom } from "../../lib/seeded-random";
import type { FlowMessage } from "../../support/flow";
import { hostileValues } from "./hostile-values";
import { refuse, throwingProxy } from "./unreadable-values";

/** A message that an mqtt-out is tried with. */
export interface FuzzCase {
  /** Its fields and what they hold. */
  readonly name: string;
  readonly msg: FlowMessage;
  /** It is not to be sent. */
  readonly isCommand?: true;
  /** It throws by itself where it is read, which nobody expects. */
  readonly isUnreadable?: true;
}

/** Puts a value into a message. */
type Field = readonly [name: string, put: (value: unknown) => object];

/** What an mqtt-out reads of a message to be sent. */
const PROPERTIES = [
  "topic",
  "payload",
  "qos",
  "retain",
  "responseTopic",
  "contentType",
  "correlationData",
  "messageExpiryInterval",
  "payloadFormatIndicator",
  "userProperties",
  "topicAlias",
];

const FIELDS: readonly Field[] = [
  ...PROPERTIES.map(property),
  ["responseTopic without a topic", (value) => ({ topic: undefined, responseTopic: value })],
  ["userProperties.a", (value) => ({ userProperties: { a: value } })],
  ["userProperties.a[1]", (value) => ({ userProperties: { a: ["b", value] } })],
];

/** What a topic template of `home/{{a.b}}/{{payload}}` reads. */
const TEMPLATE_FIELDS: readonly Field[] = [
  property("payload"),
  property("a"),
  ["a.b", (value) => ({ a: { b: value } })],
];

/** Each field with each value, and messages that are odd as a whole. */
export function messageCases(): FuzzCase[] {
  const fields = [...FIELDS, property("action")];
  return [...fields.flatMap(casesOf), ...[...PROPERTIES, "action"].map(unreadable), ...oddMessages()];
}

/** The same for a node with a topic template. */
export function templateCases(): FuzzCase[] {
  return [...TEMPLATE_FIELDS.flatMap(casesOf), ...["payload", "a"].map(unreadable), ...oddMessages()];
}

/** A command with each value for what to connect to. */
export function commandCases(): FuzzCase[] {
  const cases = casesOf(["broker", (value) => ({ action: "connect", broker: value })]);
  return cases.map((each) => ({ ...each, isCommand: true }));
}

/** Messages with some fields and values by chance. */
export function randomCases(count: number, random: SeededRandom): FuzzCase[] {
  return Array.from({ length: count }, (_, index) => {
    const parts = Array.from({ length: 2 + random.below(4) }, () => {
      const [field, put] = random.pick(FIELDS);
      const { name, make } = random.pick(hostileValues);
      return { name: `${field}: ${name}`, part: put(make()) };
    });
    const name = parts.map((part) => part.name).join("; ");
    return { name, msg: Object.assign(plain(index), ...parts.map(({ part }) => part)) as FlowMessage };
  });
}

function property(name: string): Field {
  return [name, (value) => ({ [name]: value })];
}

function casesOf([field, put]: Field): FuzzCase[] {
  return hostileValues.map(({ name, make }, index) => ({
    name: `${field}: ${name}`,
    msg: { ...plain(index), ...put(make()) },
  }));
}

/** A good message, each QoS in turn. */
function plain(index: number): FlowMessage {
  return { topic: "fuzz/a", payload: "x", qos: index % 3, a: { b: "c" } };
}

function unreadable(field: string): FuzzCase {
  const msg = Object.defineProperty({ ...plain(1) }, field, { enumerable: true, configurable: true, get: refuse });
  return { name: `${field}: a getter that throws`, msg, isUnreadable: true };
}

function oddMessages(): FuzzCase[] {
  const id = { _msgid: "0123456789abcdef" };
  return [
    { name: "a message without anything", msg: {} },
    { name: "a frozen message", msg: Object.freeze({ ...plain(1), ...id }) },
    { name: "a sealed message", msg: Object.seal({ ...plain(1), ...id }) },
    { name: "a message without a prototype", msg: Object.assign(Object.create(null) as object, plain(1)) },
    { name: "a wrong message without a prototype", msg: Object.assign(Object.create(null) as object, { qos: 3 }) },
    { name: "a message that inherits all", msg: Object.create(plain(1)) as FlowMessage },
    { name: "a message that is an array", msg: Object.assign([], plain(1)) },
    { name: "a message whose fields change", msg: changing() },
    { name: "a message whose fields can't be read", msg: guarded({ get: refuse }), isUnreadable: true },
    { name: "a message whose fields can't be listed", msg: guarded({ ownKeys: refuse, has: refuse }) },
    { name: "a message that can't be changed", msg: guarded({ set: refuse, deleteProperty: refuse }) },
    {
      name: "a message whose parent can't be read",
      msg: Object.create(guarded({ get: refuse })) as FlowMessage,
      isUnreadable: true,
    },
    { name: "a message with a request that throws", msg: { ...plain(1), req: throwingProxy(), res: throwingProxy() } },
  ];
}

/** Each of its fields is good the first time it is read, and never after. */
function changing(): FlowMessage {
  const read = new Set<PropertyKey>();
  return new Proxy(plain(1), {
    get: (msg, name) => {
      if (read.has(name)) return Symbol("changed");
      read.add(name);
      return Reflect.get(msg, name) as unknown;
    },
  });
}

/** Node-RED itself reads these of each message before a node does. */
const READ_BEFORE = new Set<PropertyKey>(["_msgid", "req", "res"]);

type Traps = Partial<Record<keyof ProxyHandler<object>, () => never>>;

/** A message that throws, but not where Node-RED itself would. */
function guarded({ get, ...traps }: Traps): FlowMessage {
  const target: FlowMessage = { ...plain(1), _msgid: "0123456789abcdef" };
  if (get === undefined) return new Proxy<FlowMessage>(target, traps);
  const read = (msg: FlowMessage, name: PropertyKey): unknown =>
    READ_BEFORE.has(name) ? Reflect.get(msg, name) : refuse();
  return new Proxy(target, { get: read });
}
