import { parsedUris } from "../../broker/address";
import { convertAddress } from "../../conversion/settings/broker-address";
import { formatHost } from "../../../uri/host";
import type { EditorNode } from "../../red";
import { savedText } from "../../saved-text";

/** The `broker-config` that leads where the built-in nodes' broker of this id does; undefined if there is none. */
export function sameBroker(id: string): EditorNode | undefined {
  const core = RED.nodes.node(id);
  if (core?.type !== "mqtt-broker") return undefined;
  const [place] = places(convertAddress(savedProperties(core)).uri);
  if (place === undefined) return undefined;
  let found: EditorNode | undefined;
  RED.nodes.eachConfig((node) => {
    const isSame = node.type === "broker-config" && places(savedText(savedProperties(node)["uri"])).includes(place);
    if (isSame) found ??= node;
    return true;
  });
  return found;
}

/** Host and port of each address. */
function places(addresses: string): string[] {
  return parsedUris(addresses).map(({ host, port }) => `${formatHost(host).toLowerCase()}:${port}`);
}

function savedProperties(node: EditorNode): Readonly<Record<string, unknown>> {
  return node as unknown as Readonly<Record<string, unknown>>;
}
