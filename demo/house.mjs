import { startLamp } from "./devices/lamp.mjs";
import { startMotionSensor } from "./devices/motion-sensor.mjs";
import { startThermostat } from "./devices/thermostat.mjs";

/**
 * Moves the devices in. Each connects to the broker by itself and keeps trying while it can't.
 * @param {string} uri the broker's
 */
export function startHouse(uri) {
  const devices = [startMotionSensor(uri), startLamp(uri), startThermostat(uri)];
  return {
    /** All devices say goodbye and disconnect. */
    stop: async () => {
      await Promise.all(devices.map((device) => device.stop()));
    },
  };
}
