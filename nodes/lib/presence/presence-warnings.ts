import { quoted } from "./quoted";

/** What people are told, each once. */
export type PresenceWarning =
  | { readonly code: "presence-unclear"; readonly values: { device: string; payload: string } }
  | { readonly code: "presence-retains-only"; readonly values: { device: string; state: string } }
  | { readonly code: "presence-full"; readonly values: { devices: number } }
  | { readonly code: "presence-template" | "presence-discovery"; readonly values: { device: string; detail: string } };

/** Nobody reads more of a kind, and anybody who may publish could fill the log with them. */
const MOST_WARNINGS = 100;
/** Characters of a payload that people are shown. */
const SHOWN = 40;

/** Tells people what they should know of devices: once each. */
export class PresenceWarnings {
  readonly #warn: (warning: PresenceWarning) => void;
  /** Devices whose payload wasn't understood. */
  readonly #unclear = new Set<string>();
  #isToldFull = false;

  constructor(warn: (warning: PresenceWarning) => void) {
    this.#warn = warn;
  }

  /** A payload isn't understood. @param text undefined if it is none */
  unclear(device: string, text: string | undefined): void {
    if (this.#unclear.has(device) || this.#unclear.size >= MOST_WARNINGS) return;
    this.#unclear.add(device);
    const payload = text === undefined ? "..." : quoted(text, SHOWN);
    this.#warn({ code: "presence-unclear", values: { device, payload } });
  }

  /** The broker keeps one of the two things that a device says. */
  retainsOnly(device: string, state: string): void {
    this.#warn({ code: "presence-retains-only", values: { device, state } });
  }

  /** There are more devices than are followed. */
  full(devices: number): void {
    if (!this.#isToldFull) this.#warn({ code: "presence-full", values: { devices } });
    this.#isToldFull = true;
  }
}
