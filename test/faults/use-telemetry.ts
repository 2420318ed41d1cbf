import { mosquittoMissing } from "../support/mosquitto";
import { needs } from "../support/needs";
import { scale } from "./scale";
import { Telemetry } from "./telemetry";

/** Gives the tests of a describe block the parts they ask for, which are stopped after each test. */
export function useTelemetry(): Telemetry {
  needs(mosquittoMissing());
  const telemetry = new Telemetry();
  before(function () {
    this.test?.parent?.timeout(4 * scale.patience);
  });
  afterEach(() => telemetry.stop());
  return telemetry;
}
