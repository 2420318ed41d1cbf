import type { ReportedState } from "../../evidence";
import type { AvailabilityConfig, AvailabilityRule } from "./discovery-config";
import type { NamedMessage } from "./named-topics";

/** What a topic last said of an entity. */
interface Claim {
  readonly isAvailable: boolean;
  /** The higher the later. */
  readonly order: number;
}

/** What is known of an entity by the topics that its config names. */
export class EntityAvailability {
  readonly #config: AvailabilityConfig | undefined;
  readonly #claims = new Map<string, Claim>();

  /**
   * @param config undefined if it can't be understood: the state is then unknown for good
   * @param former what the same entity was by its config before: what topics have said that it still names is still known
   */
  constructor(config: AvailabilityConfig | undefined, former?: EntityAvailability) {
    this.#config = config;
    if (former === undefined) return;
    for (const topic of this.topics) {
      const claim = former.#claims.get(topic);
      if (claim !== undefined) this.#claims.set(topic, claim);
    }
  }

  get topics(): Iterable<string> {
    return this.#config?.rules.keys() ?? [];
  }

  /** Takes a topic's message; false if it tells nothing. */
  take(topic: string, { payload, order }: NamedMessage): boolean {
    const rule = this.#config?.rules.get(topic);
    const isAvailable = rule && availability(rule, rule.template ? rule.template.render(payload) : payload.text);
    if (isAvailable === undefined) return false;
    this.#claims.set(topic, { isAvailable, order });
    return true;
  }

  forgetClaims(): void {
    this.#claims.clear();
  }

  get state(): ReportedState {
    if (this.#config === undefined || this.#claims.size === 0) return "unknown";
    const claims = [...this.#claims.values()];
    const { mode, rules } = this.#config;
    if (mode === "latest") return stateOf(claims.reduce((one, other) => (other.order > one.order ? other : one)));
    const isDecided = mode === "any";
    const deciding = claims.find(({ isAvailable }) => isAvailable === isDecided);
    if (deciding !== undefined) return stateOf(deciding);
    return claims.length < rules.size ? "unknown" : stateOf({ isAvailable: !isDecided });
  }
}

/** Undefined: the text says neither. */
function availability(rule: AvailabilityRule, text: string | undefined): boolean | undefined {
  if (text === rule.available) return true;
  return text === rule.notAvailable ? false : undefined;
}

function stateOf({ isAvailable }: Pick<Claim, "isAvailable">): ReportedState {
  return isAvailable ? "online" : "offline";
}
