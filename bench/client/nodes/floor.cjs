// The floor: one MQTT.js client with one listener, and Node-RED's wire on both sides of it.
const mqtt = require("mqtt");

module.exports = function (RED) {
  RED.nodes.registerType("bench-floor", function (config) {
    RED.nodes.createNode(this, config);
    const { port, protocolVersion, filters, qos, copies, noDelay } = config;
    const client = mqtt.connect({ host: "127.0.0.1", port, protocolVersion, reconnectPeriod: 0 });
    const connected = () => this.status({ fill: "green", shape: "dot", text: "connected" });
    client.on("connect", () => {
      client.stream.setNoDelay(noDelay);
      if (filters.length === 0) connected();
      else client.subscribe(filters, subscribeOptions(protocolVersion, qos), connected);
    });
    client.on("message", (topic, payload, packet) => {
      const text = payload.toString();
      for (let i = 0; i < copies; i++) this.send({ topic, payload: text, qos: packet.qos, retain: packet.retain });
    });
    this.on("input", (msg, send, done) => client.publish(msg.topic, msg.payload, { qos }, done));
    this.on("close", (done) => client.end(true, done));
  });
};

function subscribeOptions(protocolVersion, qos) {
  return protocolVersion === 5 ? { qos, properties: { subscriptionIdentifier: 1 } } : { qos };
}
