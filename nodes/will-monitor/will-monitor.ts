import type { Node, NodeAPI, NodeDef, NodeMessage } from "node-red";
import { systemClock } from "../lib/clock";
import { readConfig } from "../lib/config/read-config";
import type { Connection } from "../lib/connection/connection";
import { carryOutOne } from "../lib/connection/control";
import { sharedConnection } from "../lib/connection/shared-connection";
import type { ConnectionState } from "../lib/connection/state";
import { MqttNodeError } from "../lib/errors";
import { createMessageIds } from "../lib/messages/message-ids";
import { ContextRoster, isLostWithRestart, type ContextStorage } from "../lib/monitoring/context-roster";
import { DeviceOutputs, type OutputNode } from "../lib/monitoring/device-outputs";
import { Legacies, type Legacy } from "../lib/monitoring/legacies";
import { Monitor, type MonitorParts } from "../lib/monitoring/monitor";
import { monitorCommands, type MonitorMessage } from "../lib/monitoring/monitor-commands";
import { RosterUpdates } from "../lib/monitoring/roster-updates";
import { presenceSettings } from "../lib/presence/presence-settings";
import { Reporter } from "../lib/reporter";
import { translator } from "../lib/texts";
import { fields, type WillMonitorConfig } from "./config";

/** A node at work. */
interface Watcher {
  readonly node: Node;
  readonly connection: Connection;
  readonly reporter: Reporter;
  readonly monitor: Monitor;
  /** Undefined where the roster isn't kept. */
  readonly kept: ContextRoster | undefined;
}

export default function registerWillMonitor(RED: NodeAPI): void {
  const translate = translator((key, values) => RED._(key, values));
  const nextMessageId = createMessageIds();
  const legacies = new Legacies();

  function WillMonitorConstructor(this: Node & OutputNode, saved: NodeDef): void {
    RED.nodes.createNode(this, saved);
    const reporter = new Reporter(this, translate);
    const { config, errors, unknown } = readConfig(fields, saved, (name) => RED.util.getSetting(this, name));
    reporter.unknownProperties(unknown);
    try {
      if (errors[0] !== undefined) throw errors[0];
      watch(this, config, sharedConnection(RED.nodes.getNode(config.broker)).connection, reporter);
    } catch (error) {
      legacies.drop(this.id);
      reporter.refuseInputs(MqttNodeError.from(error), this);
    }
    this.on("close", () => reporter.close());
  }

  function watch(node: Node & OutputNode, config: WillMonitorConfig, connection: Connection, reporter: Reporter): void {
    const settings = presenceSettings(config);
    const legacy = legacies.take(node.id, settings, connection);
    const kept = config.keepRoster ? contextRoster(node, reporter) : undefined;
    if (kept !== undefined && legacy === undefined) warnIfLost(reporter);
    const outputs = new DeviceOutputs(node, nextMessageId, systemClock);
    const updates = new RosterUpdates(systemClock, () => outputs.roster(() => monitor.presence.list()));
    const listed = (): void => {
      updates.changed();
      kept?.changed(() => monitor.presence.kept());
      reporter.devicesChanged();
    };
    const parts = {
      nodeId: node.id,
      connection,
      canAsk: () => connection.tellsAnswers,
      clock: systemClock,
      listed,
      ...tellers(reporter, outputs),
    };
    const monitor = new Monitor(settings, parts, legacy);
    if (legacy?.isRosterDue === true) updates.changed();
    use({ node, connection, reporter, monitor, kept }, legacy);
    node.on("close", (removed: boolean, done: () => void) => {
      const isRosterDue = updates.close();
      const { isStarted } = monitor;
      const { state } = connection;
      const left = monitor.leave();
      if (isStarted && !removed) legacies.leave(node.id, { ...left, settings, connection, state, isRosterDue });
      if (isStarted && kept !== undefined) kept.save(left.presence.kept(), done);
      else done();
    });
  }

  function warnIfLost(reporter: Reporter): void {
    const { contextStorage } = RED.settings as { readonly contextStorage?: ContextStorage };
    if (isLostWithRestart(contextStorage)) reporter.warn("roster-in-memory");
  }

  RED.nodes.registerType("will-monitor", WillMonitorConstructor);
}

function contextRoster(node: Node, reporter: Reporter): ContextRoster {
  return new ContextRoster(node.context(), systemClock, (error) => reporter.trouble(error));
}

/** Who tells people and flows what a monitor learns. */
function tellers(reporter: Reporter, outputs: DeviceOutputs): Pick<MonitorParts, "report" | "changed" | "warn"> {
  return {
    report: () => reporter.subscription(),
    changed: (transition) => outputs.transition(transition),
    warn: ({ code, values }) => reporter.warn(code, values),
  };
}

/** Begins to watch, when what was known before is known again, and takes messages. */
function use({ node, connection, reporter, monitor, kept }: Watcher, legacy: Legacy | undefined): void {
  reporter.shows({ devices: () => monitor.presence.counts });
  const user = {
    stateChanged: (state: ConnectionState) => {
      if (state.name === "connected") monitor.connected();
      else monitor.lost();
      reporter.connection(state);
    },
  };
  const begin = (stored?: unknown): void => {
    if (!monitor.start(stored)) return;
    connection.join(user);
    node.on("close", () => connection.leave(user));
  };
  if (legacy !== undefined && legacy.state !== connection.state) monitor.lost();
  if (legacy !== undefined || kept === undefined) begin();
  else kept.load(begin);
  node.on("input", (msg: MonitorMessage & NodeMessage, send, done) => {
    const commands = monitorCommands(monitor, () => send([null, msg]));
    carryOutOne(msg, commands, (error) => reporter.commanded(error, done));
  });
}
