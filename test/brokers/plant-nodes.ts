import type { FlowNode } from "../support/flow";

/** A broker-config, an mqtt-in for `plant/#` wired to the helper node `sink`, and an mqtt-out. */
export function plantNodes(config: object, mqttIn: object = {}, mqttOut: object = {}): FlowNode[] {
  return [
    { id: "broker", type: "broker-config", ...config },
    { id: "in", type: "mqtt-in", broker: "broker", topic: "plant/#", wires: [["sink"]], ...mqttIn },
    { id: "out", type: "mqtt-out", broker: "broker", ...mqttOut },
    { id: "sink", type: "helper" },
  ];
}
