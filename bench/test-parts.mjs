// What the benchmark has from the tests, which are TypeScript.
import { createRequire } from "node:module";
import { register } from "tsx/cjs/api";

register();
const require = createRequire(import.meta.url);

export const { mosquittoMissing, startMosquitto } = require("../test/support/mosquitto.ts");
export const { KEEPING, Telemetry } = require("../test/faults/telemetry.ts");
export const { LARGE, telemetryFlow } = require("../test/faults/telemetry-flow.ts");
