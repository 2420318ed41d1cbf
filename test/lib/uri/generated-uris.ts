import type { BrokerUri } from "../../../nodes/lib/uri/broker-uri";
import type { SeededRandom } from "../seeded-random";

/** Pieces of user names and passwords that mean something elsewhere in a URI. */
const NASTY = [
  ...Array.from("abZ09:@/?#%[],;&=+ ~'\\\"{}$.-_<>|^`"),
  "%41",
  "://",
  ",mqtt://",
  "ü",
  "💡",
  "\n",
  "\u0001",
];
const HOSTS = ["h", "Broker.example.com", "under_score.local", "a.b.", "192.168.1.1", "[::1]", "[2001:DB8::A]"];
const NAMES = [...HOSTS, "exämple.org", "例え.テスト", "xn--bcher-kva.example"];
const TCP = ["mqtt", "TCP", "mqtts", "ssl", "Tls", "mqtt+ssl", "mqtt+tls", "tcps"];
const WEBSOCKET = ["ws", "WSS", "wss"];
const PATHS = ["", "/", "/mqtt", "/Mqtt/a%20b", "/a,b;c=d", "/~ü"];
const QUERIES = ["", "?", "?keepalive=5", "?clientId=a%20b&clean=false", "?x=1&&y", "?protocolVersion=4&clientId=a@b"];

/** A valid broker URI, in any of its spellings. */
export function validUri(random: SeededRandom): string {
  const isWebSocket = random.below(2) === 0;
  const hosts = isWebSocket ? NAMES : [...NAMES, "[fe80::1%25eth0]"];
  const port = random.pick(["", ":", ":1", ":1883", ":8883", ":65535", ":80", ":00443"]);
  const path = random.pick(isWebSocket ? [...PATHS, "/a@b"] : PATHS);
  const uri = `${random.pick(isWebSocket ? WEBSOCKET : TCP)}://${userInfo(random)}${random.pick(hosts)}${port}`;
  return `${random.pick(["", " "])}${uri}${path}${random.pick(QUERIES)}`;
}

/** User info, its `@` included, or none: percent-encoded, with some of what needn't be. */
function userInfo(random: SeededRandom): string {
  const text = (): string => encodeURIComponent(random.text(NASTY, 6));
  const raw = (): string => random.text(["a", "@", ":", "+", "!", " ", ",", "%41"], 4);
  return random.pick(["", "@", ":@", `${text()}@`, `${text()}:${text()}@`, `${text()}:${text()}${raw()}@`]);
}

/** Any parts that a broker URI may have. */
export function validParts(random: SeededRandom): Partial<BrokerUri> {
  const isWebSocket = random.below(2) === 0;
  const [username, password] = [random.text(NASTY, 6), random.text(NASTY, 6)];
  return {
    protocol: random.pick(isWebSocket ? (["ws", "wss"] as const) : (["mqtt", "mqtts"] as const)),
    host: random.pick(["h", "192.168.1.1", "::1", "2001:db8::a", "bücher.example"]),
    port: 1 + random.below(65_535),
    path: random.pick(PATHS),
    query: random.pick(["", "keepalive=5", "a=1&b", "clientId=x@y"]),
    ...random.pick([{}, { username }, { username, password }, { password }]),
  };
}

/** A text with some of its characters changed, taken out, doubled or moved. */
export function mutated(text: string, random: SeededRandom): string {
  const characters = Array.from(text);
  for (let change = random.below(4); change >= 0; change -= 1) {
    const [from, to] = [random.below(characters.length + 1), random.below(characters.length + 1)];
    const taken = characters.splice(from, random.below(3));
    characters.splice(to, 0, ...random.pick([[], taken, [...taken, ...taken], [random.pick(NASTY)]]));
  }
  return characters.join("");
}

/** Anything. */
export function garbage(random: SeededRandom): string {
  const pieces = [
    ...NASTY,
    "mqtt://",
    "ws:",
    "//",
    "h",
    "[::",
    "]",
    "%",
    "${",
    "${A}",
    "}",
    "\ud800",
    "\u0000",
    "xn--",
    "1883",
  ];
  return random.text(pieces, 24);
}
