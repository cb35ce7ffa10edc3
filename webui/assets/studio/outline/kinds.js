/*
 * The kinds of nodes that the outline makes, as the options of its lists name them: "bpmn:UserTask", or with an event
 * "bpmn:IntermediateCatchEvent timer".
 */
const DEFINITIONS = {
  timer: "bpmn:TimerEventDefinition",
  message: "bpmn:MessageEventDefinition",
  signal: "bpmn:SignalEventDefinition",
  error: "bpmn:ErrorEventDefinition",
  escalation: "bpmn:EscalationEventDefinition",
  conditional: "bpmn:ConditionalEventDefinition",
  terminate: "bpmn:TerminateEventDefinition",
};

/* What the element factory needs; a sub-process is open, so that its steps are seen. */
export function attributesOf(kind) {
  const [type, event] = kind.split(" ");
  return {
    type,
    ...(event ? { eventDefinitionType: DEFINITIONS[event] } : {}),
    ...(type === "bpmn:SubProcess" ? { isExpanded: true } : {}),
  };
}

export function definitionOf(event) {
  return DEFINITIONS[event];
}

/* BPMN knows no error that leaves its step running. */
export function mayGoOn(event) {
  return event !== "error";
}
