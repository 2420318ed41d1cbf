import { environmentName, isOn, type SavedFlowNode } from "./core-value";

/** The version of MQTT that a built-in broker node speaks, by the names of `broker-config`, or where it is taken from. */
export function coreVersion({ protocolVersion, compatmode }: SavedFlowNode): string {
  if (environmentName(protocolVersion) !== undefined) return String(protocolVersion);
  const isOld = isOn(compatmode) || String(protocolVersion) === "3";
  return isOld ? "3" : String(protocolVersion) === "5" ? "5" : "4";
}

/** Whether what only MQTT 5 knows means something to a built-in node: before it, it is ignored there. */
export function maySpeak5(broker: SavedFlowNode | undefined): boolean {
  return broker === undefined || !["3", "4"].includes(coreVersion(broker));
}
