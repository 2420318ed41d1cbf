import type { BrokerTopics } from "./broker-topics";
import type { CompletionSource } from "./other-sources";
import type { TopicSource } from "./topic-source";

/** The editor's type of plugins that know topics; Node-RED 5 asks them for the fields of the built-in nodes. */
export const SOURCE_TYPE = "node-red-mqtt-topic-autocomplete-source";

/** The plugin of this package. */
export const SOURCE_ID = "node-red-mqtt-topics";

/** What the script of `broker-config` knows of a broker's topics; undefined if nothing can be known. */
export function topicsOf(broker: string): BrokerTopics | undefined {
  return (RED.plugins.getPlugin(SOURCE_ID) as TopicSource | undefined)?.topicsOf(broker);
}

/** All others that know topics. */
export function otherSources(): CompletionSource[] {
  const own = RED.plugins.getPlugin(SOURCE_ID);
  const sources = RED.plugins.getPluginsByType(SOURCE_TYPE) as readonly CompletionSource[];
  return sources.filter((source) => source !== own);
}
