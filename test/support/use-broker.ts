import assert from "node:assert/strict";
import { startAedes, type AedesBroker } from "./aedes-broker";
import { mosquittoMissing, startMosquitto, type Mosquitto } from "./mosquitto";
import { needs } from "./needs";

/**
 * Gives each test of a describe block a broker of its own, of MQTT 3.1.1 as the demo's is.
 * @returns the broker, once the test runs
 */
export function useAedes(): () => AedesBroker {
  return useBroker(startAedes);
}

/**
 * The same with MQTT 5; its tests are skipped where there is no mosquitto.
 * @returns the broker, once the test runs
 */
export function useMosquitto(): () => Mosquitto {
  needs(mosquittoMissing());
  return useBroker(startMosquitto);
}

function useBroker<T extends { stop(): Promise<void> }>(start: () => Promise<T>): () => T {
  let started: T | undefined;
  beforeEach(async () => {
    started = await start();
  });
  afterEach(() => started?.stop());
  return () => {
    assert.ok(started);
    return started;
  };
}
