import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** A metric as a test wants it, with one value. */
export interface WrittenMetric {
  readonly name?: string;
  readonly alias?: number;
  /** As sparkplug_b.proto numbers them: 4 is Int64, 8 UInt64, 3 Int32, 11 Boolean. */
  readonly datatype?: number;
  readonly int?: number;
  readonly long?: number | bigint;
  readonly boolean?: boolean;
}

/** A payload as a test wants it. */
export interface WrittenPayload {
  readonly timestamp?: number;
  readonly seq?: number;
  readonly metrics?: readonly WrittenMetric[];
}

/** A Sparkplug B payload, as sparkplug_b.proto encodes it. */
export function sparkplugBytes({ timestamp, metrics = [], seq }: WrittenPayload): Uint8Array {
  const writer = new BinaryWriter();
  if (timestamp !== undefined) writer.tag(1, WireType.Varint).uint64(timestamp);
  for (const metric of metrics) {
    writer.tag(2, WireType.LengthDelimited).fork();
    writeMetric(writer, metric, timestamp ?? 0);
    writer.join();
  }
  if (seq !== undefined) writer.tag(3, WireType.Varint).uint64(seq);
  return writer.finish();
}

function writeMetric(writer: BinaryWriter, metric: WrittenMetric, timestamp: number): void {
  const { name, alias, datatype, int, long, boolean } = metric;
  if (name !== undefined) writer.tag(1, WireType.LengthDelimited).string(name);
  if (alias !== undefined) writer.tag(2, WireType.Varint).uint64(alias);
  writer.tag(3, WireType.Varint).uint64(timestamp);
  if (datatype !== undefined) writer.tag(4, WireType.Varint).uint32(datatype);
  if (int !== undefined) writer.tag(10, WireType.Varint).uint32(int);
  if (long !== undefined) writer.tag(11, WireType.Varint).uint64(long);
  if (boolean !== undefined) writer.tag(14, WireType.Varint).bool(boolean);
}

const REBIRTH: WrittenMetric = { name: "Node Control/Rebirth", datatype: 11, boolean: false };

/** An NBIRTH. */
export function nbirth(bdSeq: number | undefined, timestamp: number): Uint8Array {
  return sparkplugBytes({ timestamp, seq: 0, metrics: [...bdSeqMetrics(bdSeq), REBIRTH] });
}

/** An NDEATH, which has neither a number among the messages nor a time that means anything. */
export function ndeath(bdSeq: number | undefined): Uint8Array {
  return sparkplugBytes({ timestamp: 1, metrics: bdSeqMetrics(bdSeq) });
}

/** A DBIRTH or DDEATH. */
export function ofDevice(timestamp: number, seq: number): Uint8Array {
  return sparkplugBytes({ timestamp, seq, metrics: [{ name: "Inputs/A", datatype: 11, boolean: true }] });
}

function bdSeqMetrics(bdSeq: number | undefined): WrittenMetric[] {
  return bdSeq === undefined ? [] : [{ name: "bdSeq", datatype: 4, long: bdSeq }];
}
