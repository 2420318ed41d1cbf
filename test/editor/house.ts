/** The tab they stand on. */
export const tab = { id: "house", type: "tab", label: "House", disabled: false, info: "" };

/** As the dialog saves a new broker whose address was entered, except that it doesn't connect. */
export const broker = {
  id: "broker",
  type: "broker-config",
  name: "",
  uri: "mqtt://localhost:1883",
  protocolVersion: "auto",
  clientId: "",
  keepalive: 60,
  connectTimeout: 30,
  cleanSession: true,
  sessionExpiry: "",
  autoConnect: false,
  tls: "",
  verifyServer: true,
  birth: [],
  close: null,
  will: null,
  queue: "memory",
  queueLimit: 10000,
  queueBytes: 104857600,
  queueOverflow: "reject",
  queueQos0: false,
  messageTtl: 0,
  drainRate: 0,
  subscribeBatch: 0,
  reconnectMin: 1,
  reconnectMax: 60,
  properties: {},
  websocket: {},
};

/** A node that receives. */
export const input = {
  id: "input",
  type: "mqtt-in",
  z: "house",
  name: "",
  broker: "broker",
  topic: "home/light",
  qos: 1,
  datatype: "auto-detect",
  retained: "always",
  noLocal: false,
  retainAsPublished: false,
  ack: "auto",
  ackTimeout: 30,
  maxUnacked: 10,
  persistSubscriptions: false,
  inputs: 0,
  wires: [[]],
};

/** A node that publishes. */
export const output = {
  id: "output",
  type: "mqtt-out",
  z: "house",
  name: "",
  broker: "broker",
  topic: "home/light",
  qos: "",
  retain: "",
  responseTopic: "",
  contentType: "",
  correlationData: "",
  messageExpiryInterval: "",
  userProperties: {},
  wires: [],
};

/** As someone may write a flow by hand: what is missing has its default, numbers and booleans may be texts. */
export const sparse = [
  { id: "sparse-broker", type: "broker-config", autoConnect: "false", queueQos0: "true", keepalive: "${KEEPALIVE}" },
  { id: "sparse-input", type: "mqtt-in", z: "house", broker: "broker", topic: "a", x: 200, y: 240, wires: [[]] },
  { id: "sparse-output", type: "mqtt-out", z: "house", broker: "broker", retain: "true", x: 200, y: 320, wires: [] },
];

/** All of it, on the canvas. */
export const house = [tab, broker, { ...input, x: 200, y: 80 }, { ...output, x: 200, y: 160 }, ...sparse];

/** All of it, with another address of the broker, and what goes with that. */
export function houseAt(address: { readonly uri: string; readonly credentials?: object }): object[] {
  return house.map((node) => (node === broker ? { ...broker, ...address } : node));
}
