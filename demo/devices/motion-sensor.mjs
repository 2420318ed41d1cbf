import { Device } from "./device.mjs";

const SECONDS_BETWEEN_VISITS = 12;

/**
 * A motion sensor: `house/motion/occupancy` is `true` while it sees somebody. Somebody comes along every few
 * seconds, and at once when anything is published to `house/motion/walk`.
 * @param {string} uri the broker's
 */
export function startMotionSensor(uri) {
  const sensor = new Device(uri, "motion");
  const seesSomebody = (occupied) => sensor.report("occupancy", String(occupied));
  let ticks = 0;

  seesSomebody(false);
  sensor.onCommand("walk", () => seesSomebody(true));
  sensor.every(SECONDS_BETWEEN_VISITS / 4, () => {
    ticks += 1;
    seesSomebody(ticks % 4 === 0);
  });
  return sensor;
}
