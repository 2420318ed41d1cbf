import { Device } from "./device.mjs";

const SECONDS_BETWEEN_REPORTS = 3;
const LOWEST = 5;
const HIGHEST = 30;

/**
 * A thermostat: reports `{temperature, setpoint, heating}` on `house/thermostat/state`, takes a set point in degrees
 * Celsius on `house/thermostat/set`.
 * @param {string} uri the broker's
 */
export function startThermostat(uri) {
  const thermostat = new Device(uri, "thermostat");
  const room = { temperature: 19.2, setpoint: 21, heating: false };
  const report = () => thermostat.report("state", JSON.stringify(room));

  report();
  thermostat.every(SECONDS_BETWEEN_REPORTS, () => {
    letTimePass(room);
    report();
  });
  thermostat.onCommand("set", (payload) => {
    const degrees = payload.trim() === "" ? NaN : Number(payload);
    if (!(degrees >= LOWEST && degrees <= HIGHEST)) {
      return thermostat.warn(`its set point is a number from ${LOWEST} to ${HIGHEST}, not '${payload}'`);
    }
    room.setpoint = degrees;
    report();
  });
  return thermostat;
}

/** The heating starts 0.3 degrees below the set point and ends 0.3 degrees above it. */
function letTimePass(room) {
  if (room.temperature < room.setpoint - 0.3) room.heating = true;
  if (room.temperature > room.setpoint + 0.3) room.heating = false;
  room.temperature = Math.round((room.temperature + (room.heating ? 0.2 : -0.1)) * 10) / 10;
}
