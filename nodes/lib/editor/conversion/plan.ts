import { savedText } from "../saved-text";
import { planBroker, type CoreBroker, type OurBroker, type PlannedBroker } from "./broker-plan";
import { environmentName, type SavedFlowNode } from "./settings/core-value";
import { convertMqttIn } from "./settings/mqtt-in";
import { convertMqttOut } from "./settings/mqtt-out";
import type { Note } from "./note";
import { inPlaceOf } from "./settings/saved-place";

/** What is to be converted, as the flow holds it. */
export interface FlowToConvert {
  /** The built-in `mqtt in` and `mqtt out` nodes. */
  readonly nodes: readonly SavedFlowNode[];
  /** The built-in broker nodes they use, by id. */
  readonly brokers: ReadonlyMap<string, CoreBroker>;
  /** The `broker-config`s that there are already. */
  readonly existing: readonly OurBroker[];
}

/** What becomes of it. */
export interface ConversionPlan {
  /** With the ids of those whose places they take. */
  readonly nodes: readonly SavedFlowNode[];
  /** By the id of the built-in one. */
  readonly brokers: ReadonlyMap<string, PlannedBroker>;
  /** By the id of the node; of a broker, by the one that it gets. */
  readonly notes: ReadonlyMap<string, readonly Note[]>;
}

/**
 * Plans the conversion of built-in MQTT nodes. They keep their ids, so that all that refers to them still does.
 * @param newId gives the id of a broker that can't have that of the one it is made of
 */
export function planConversion(flow: FlowToConvert, newId: () => string): ConversionPlan {
  const brokers = new Map([...flow.brokers].map(([id, broker]) => [id, planBroker(broker, flow.existing, newId)]));
  const notes = new Map<string, readonly Note[]>();
  for (const broker of brokers.values()) notes.set(broker.id, broker.notes);
  const nodes = flow.nodes.filter((core) => environmentName(core["broker"]) === undefined);
  const converted = nodes.map((core) => {
    const { node, notes: found } = convertNode(core, flow.brokers, brokers);
    notes.set(savedText(core["id"]), found);
    return node;
  });
  for (const core of flow.nodes) if (!nodes.includes(core)) notes.set(savedText(core["id"]), leftNotes(core));
  return { nodes: converted, brokers, notes };
}

function convertNode(
  core: SavedFlowNode,
  coreBrokers: FlowToConvert["brokers"],
  brokers: ConversionPlan["brokers"],
): { node: SavedFlowNode; notes: readonly Note[] } {
  const coreBroker = savedText(core["broker"]);
  const isInput = core["type"] === "mqtt in";
  const convert = isInput ? convertMqttIn : convertMqttOut;
  const { properties, notes } = convert(core, coreBrokers.get(coreBroker)?.node);
  const broker = brokers.get(coreBroker)?.id;
  const node = inPlaceOf(core, isInput ? "mqtt-in" : "mqtt-out", { ...properties, broker: broker ?? "" });
  return { node, notes: broker === undefined ? [{ code: "broker-missing", values: {} }, ...notes] : notes };
}

/** An instance of a subflow chooses the broker of such a node, and it is a built-in one. */
function leftNotes({ broker }: SavedFlowNode): readonly Note[] {
  return [{ code: "broker-environment", values: { name: environmentName(broker) ?? "" } }];
}
