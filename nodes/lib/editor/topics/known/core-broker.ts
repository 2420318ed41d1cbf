import { formatHost } from "../../../uri/host";
import { parsedUris } from "../../broker/address";
import type { EditorNode } from "../../red";
import { savedText } from "../../saved-text";

/** The type of the built-in nodes' brokers. */
const TYPE = "mqtt-broker";

const PORT = "1883";
const TLS_PORT = "8883";

/** The `broker-config` that leads where the built-in nodes' broker of this id does; undefined if there is none. */
export function sameBroker(id: string): EditorNode | undefined {
  const place = placeOf(RED.nodes.node(id));
  if (place === undefined) return undefined;
  let found: EditorNode | undefined;
  RED.nodes.eachConfig((node) => {
    if (node.type === "broker-config" && places(savedText(propertyOf(node, "uri"))).includes(place)) found ??= node;
    return true;
  });
  return found;
}

/** Host and port; the built-in nodes take a whole address for a host, too. */
function placeOf(node: EditorNode | null | undefined): string | undefined {
  if (node?.type !== TYPE) return undefined;
  const host = savedText(propertyOf(node, "broker"));
  if (host.includes("://")) return places(host)[0];
  const port = savedText(propertyOf(node, "port")) || (propertyOf(node, "usetls") === true ? TLS_PORT : PORT);
  return host === "" ? undefined : placed(host.replace(/^\[(.*)\]$/, "$1"), port);
}

function places(addresses: string): string[] {
  return parsedUris(addresses).map(({ host, port }) => placed(host, String(port)));
}

function placed(host: string, port: string): string {
  return `${formatHost(host).toLowerCase()}:${port}`;
}

function propertyOf(node: EditorNode, name: string): unknown {
  return (node as unknown as Readonly<Record<string, unknown>>)[name];
}
