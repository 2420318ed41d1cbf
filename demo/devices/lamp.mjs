import { Device } from "./device.mjs";

/**
 * A lamp: obeys `ON` and `OFF` on `house/lamp/set`, reports what it is on `house/lamp/state`.
 * @param {string} uri the broker's
 */
export function startLamp(uri) {
  const lamp = new Device(uri, "lamp");
  lamp.report("state", "OFF");
  lamp.onCommand("set", (payload) => {
    if (payload === "ON" || payload === "OFF") return lamp.report("state", payload);
    lamp.warn(`it knows ON and OFF, not '${payload}'`);
  });
  return lamp;
}
