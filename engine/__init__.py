"""The BPMN machine: runs process definitions and knows nothing of the programme."""
