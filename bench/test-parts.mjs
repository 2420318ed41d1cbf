// What the benchmark has from the tests, which are TypeScript.
import { createRequire } from "node:module";
import { register } from "tsx/cjs/api";

register();
const require = createRequire(import.meta.url);

export const { startAedes } = require("../test/support/aedes-broker.ts");
export const { certificates, opensslMissing } = require("../test/support/certificates.ts");
export const { freePort } = require("../test/support/free-port.ts");
export const { mosquittoMissing, startMosquitto } = require("../test/support/mosquitto.ts");
export const { accepted, refused, startPeer } = require("../test/support/scripted-peer.ts");
export const { startTcpProxy } = require("../test/support/tcp-proxy.ts");
export const { startWebSocketBroker } = require("../test/support/websocket-broker.ts");
export const { HostilePeer } = require("../test/brokers/hostile-peer.ts");
export const { PacketMutator } = require("../test/brokers/packet-mutator.ts");
export const { tlsNode } = require("../test/brokers/tls-node.ts");
export const { startCopyingPeer } = require("../test/brokers/receiving/copying-peer.ts");
export const { FloodingBroker, floodedFlow } = require("../test/brokers/receiving/flooding-broker.ts");
export const { RecordedTraffic } = require("../test/faults/recorded-traffic.ts");
export const { KEEPING, savingOften, Telemetry } = require("../test/faults/telemetry.ts");
export const { SLOW_NODES } = require("../test/faults/telemetry-gateway.ts");
export const { LARGE, telemetryFlow } = require("../test/faults/telemetry-flow.ts");
export const { SeededRandom } = require("../test/lib/seeded-random.ts");
export const { randomCases } = require("../test/nodes/fuzz/fuzz-cases.ts");
