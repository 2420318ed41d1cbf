import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** The fields of a payload and of a metric, and the numbers of two data types, as in sparkplug_b.proto. */
const PAYLOAD = { timestamp: 1, metrics: 2, seq: 3 } as const;
const METRIC = { name: 1, datatype: 4, longValue: 11, floatValue: 12 } as const;
const DATATYPE = { uint64: 8, float: 9 } as const;

/** What tells of sessions in a payload. */
export interface SessionNumbers {
  readonly seq?: number;
  readonly bdSeq?: number;
}

/** A payload of Sparkplug B; with a measurement, unless it tells of a death. */
export function sparkplugPayload({ seq, bdSeq }: SessionNumbers): Buffer {
  const writer = new BinaryWriter();
  writer.tag(PAYLOAD.timestamp, WireType.Varint).uint64(Date.now());
  if (bdSeq !== undefined) {
    beginMetric(writer, "bdSeq", DATATYPE.uint64).tag(METRIC.longValue, WireType.Varint).uint64(bdSeq).join();
  }
  if (seq !== undefined) {
    beginMetric(writer, "temperature", DATATYPE.float).tag(METRIC.floatValue, WireType.Bit32).float(21.5).join();
    writer.tag(PAYLOAD.seq, WireType.Varint).uint64(seq);
  }
  return Buffer.from(writer.finish());
}

function beginMetric(writer: BinaryWriter, name: string, datatype: number): BinaryWriter {
  const metric = writer.tag(PAYLOAD.metrics, WireType.LengthDelimited).fork();
  metric.tag(METRIC.name, WireType.LengthDelimited).string(name);
  return metric.tag(METRIC.datatype, WireType.Varint).uint32(datatype);
}
