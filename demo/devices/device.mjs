import mqtt from "mqtt";
import { clientAddress } from "../broker-uri.mjs";

/**
 * What all devices of the house have in common: an MQTT client of its own, topics under `house/<name>/`, a retained
 * `online` message that the will takes back, and retained state.
 */
export class Device {
  #name;
  #client;
  #state = new Map([["online", "true"]]);
  #commands = new Map();
  #timers = new Set();
  #lastTrouble = "";

  /**
   * @param {string} uri the broker's
   * @param {string} name the level of its topics: `lamp` has `house/lamp/...`
   */
  constructor(uri, name) {
    this.#name = name;
    this.#client = mqtt.connect({
      ...clientAddress(uri),
      clientId: `house-${name}-${process.pid}`,
      will: { topic: this.#topic("online"), payload: "false", qos: 0, retain: true },
      resubscribe: false,
    });
    this.#client.on("connect", () => this.#introduce());
    this.#client.on("message", (topic, payload) => this.#commands.get(topic)?.(payload.toString()));
    this.#client.on("error", (error) => this.warn(`no connection to the broker: ${error.message || error.code}`));
  }

  /**
   * Publishes a retained value if it is a new one; while the broker is away the latest one is kept for later.
   * @param {string} topic below the device's own
   * @param {string} payload
   */
  report(topic, payload) {
    if (this.#state.get(topic) === payload) return;
    this.#state.set(topic, payload);
    if (this.#client.connected) this.#publish(topic, payload);
  }

  /**
   * Obeys a topic.
   * @param {string} topic below the device's own
   * @param {(payload: string) => void} obey
   */
  onCommand(topic, obey) {
    this.#commands.set(this.#topic(topic), obey);
  }

  /**
   * Does something again and again until the device stops.
   * @param {number} seconds
   * @param {() => void} action
   */
  every(seconds, action) {
    this.#timers.add(setInterval(action, seconds * 1000));
  }

  /**
   * Prints what is wrong with the device, once.
   * @param {string} trouble
   */
  warn(trouble) {
    if (trouble === this.#lastTrouble) return;
    this.#lastTrouble = trouble;
    console.error(`house/${this.#name}: ${trouble}`);
  }

  /** Says goodbye and disconnects, as a device does that is switched off properly. */
  async stop() {
    this.#timers.forEach(clearInterval);
    this.report("online", "false");
    await this.#client.endAsync(!this.#client.connected);
  }

  #introduce() {
    this.#lastTrouble = "";
    if (this.#commands.size > 0) this.#client.subscribe([...this.#commands.keys()]);
    for (const [topic, payload] of this.#state) this.#publish(topic, payload);
  }

  #publish(topic, payload) {
    this.#client.publish(this.#topic(topic), payload, { retain: true });
  }

  #topic(topic) {
    return `house/${this.#name}/${topic}`;
  }
}
