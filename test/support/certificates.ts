import { writeFile } from "node:fs/promises";
import path from "node:path";
import { run } from "./program";

/** Paths of PEM files. */
export interface Certificates {
  /** The private authority that a client has to be told to trust. */
  readonly ca: string;
  /** The server's certificate, for `localhost` and 127.0.0.1. */
  readonly certificate: string;
  readonly key: string;
}

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** Makes an authority and a server certificate signed by it, valid for a day, with openssl. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const openssl = (...args: string[]): Promise<string> => run("openssl", args, { cwd: folder });
  await writeFile(path.join(folder, "names"), "subjectAltName = DNS:localhost, IP:127.0.0.1\n");
  await openssl("req", "-x509", ...KEY, "-keyout", "ca.key", "-out", "ca.crt", "-days", "1", "-subj", "/CN=Test CA");
  await openssl("req", ...KEY, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost");
  const authority = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names"];
  await openssl("x509", "-req", "-in", "server.csr", "-out", "server.crt", "-days", "1", ...authority);
  const file = (name: string): string => path.join(folder, name);
  return { ca: file("ca.crt"), certificate: file("server.crt"), key: file("server.key") };
}
