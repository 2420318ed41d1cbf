import type { InterpreterKind } from "../conventions/convention";
import type { Interpreter, InterpreterHost } from "./interpreter";
import { AwsLifecycle } from "./aws-lifecycle";
import { EmqxLifecycle } from "./emqx-lifecycle";
import { HomeAssistantDiscovery } from "./home-assistant-discovery";
import { HomieDescription } from "./homie-description";
import { Sparkplug } from "./sparkplug";
import { SparkplugHost } from "./sparkplug-host";

/** Makes who reads the messages of a kind that needs to remember others. */
export function createInterpreter(kind: InterpreterKind, host: InterpreterHost): Interpreter {
  switch (kind) {
    case "aws-lifecycle":
      return new AwsLifecycle();
    case "emqx-lifecycle":
      return new EmqxLifecycle();
    case "home-assistant-discovery":
      return new HomeAssistantDiscovery(host);
    case "homie-description":
      return new HomieDescription(host);
    case "sparkplug":
      return new Sparkplug();
    case "sparkplug-host":
      return new SparkplugHost();
  }
}
