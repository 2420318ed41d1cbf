import type { LinkSettings } from "../settings/connect-settings";
import { GatheringStream } from "../transport/gathering-stream";
import { PacketMeter } from "./packet-meter";
import { omitUserName } from "./password-alone";
import { openTransport, type TransportEvents } from "../transport/transport";

/** What the stream of a link reports. */
export interface LinkStreamEvents extends TransportEvents {
  /** Bytes came. */
  heard(): void;
  /** A packet began that is larger than we allow [MQTT-3.1.2-24]. */
  tooLarge(bytes: number): void;
}

/** Opens the stream of bytes that MQTT.js reads and writes. */
export function openLinkStream(settings: LinkSettings, events: LinkStreamEvents): GatheringStream {
  const socket = openTransport(settings, events);
  const meter = meterOf(settings);
  // Comes before the stream's own listener, so that what is too large isn't kept.
  socket.on("data", (chunk: Buffer) => {
    events.heard();
    const excess = meter?.excess(chunk) ?? 0;
    if (excess > 0) events.tooLarge(excess);
  });
  const stream = new GatheringStream(socket);
  const { username = "", password = "", version } = settings;
  if (version === 5 && username === "" && password !== "") omitUserName(stream, password);
  return stream;
}

/** Only a server of MQTT 5 is told what we allow. */
function meterOf({ version, properties }: LinkSettings): PacketMeter | undefined {
  const { maximumPacketSize } = properties;
  return version === 5 && maximumPacketSize !== undefined ? new PacketMeter(maximumPacketSize) : undefined;
}
