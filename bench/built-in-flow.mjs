/** How the nodes that MQTT has to do with are called and saved by the built-in nodes. */
const CONVERSIONS = { "broker-config": broker, "mqtt-in": receiver, "mqtt-out": publisher };

/** A flow of ours with the built-in nodes in their place, as its author would have set them. */
export function builtInFlow(flow) {
  return flow.map((node) => CONVERSIONS[node.type]?.(node) ?? node);
}

/** It takes the whole address where there is a WebSocket. */
function broker({ id, uri, tls, protocolVersion = "5", keepalive = 60, cleanSession = true, clientId = "" }) {
  const { protocol, hostname, port } = new URL(uri);
  const address = protocol.startsWith("ws") ? { broker: uri } : { broker: hostname, port };
  const session = {
    keepalive: String(keepalive),
    cleansession: cleanSession,
    clientid: clientId,
    sessionExpiry: "3600",
  };
  const security = { usetls: tls !== undefined, tls };
  return { id, type: "mqtt-broker", ...address, ...security, protocolVersion, autoConnect: true, ...session };
}

function receiver({ qos = 2, datatype = "utf8", ...node }) {
  return { ...node, type: "mqtt in", qos: String(qos), datatype, inputs: 0 };
}

function publisher(node) {
  return { ...node, type: "mqtt out" };
}
